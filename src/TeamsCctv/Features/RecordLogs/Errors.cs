namespace TeamsCctv.Features.RecordLogs;

/// <summary>Why a log was not exported; nothing was written.</summary>
public abstract record ExportError(string Says)
{
    public sealed record NotEmpty(string Folder) : ExportError($"{Folder} is not empty. Name a folder that is not there yet.");

    public sealed record NoLog(string School) : ExportError($"There is no log of a school {School}.");
}
