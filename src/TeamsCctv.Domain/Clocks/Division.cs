namespace TeamsCctv.Domain.Clocks;

/// <summary>The parts of the United Kingdom that keep bank holidays of their own.</summary>
public enum Division
{
    EnglandAndWales,
    Scotland,
    NorthernIreland,
}
