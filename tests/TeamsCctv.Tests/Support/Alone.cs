namespace TeamsCctv.Tests.Support;

/// <summary>Tests that measure the whole process: no other runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
