using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TeamsCctv.Storage;

/// <summary>
/// What the program says of its work to whoever watches it (OpenTelemetry). Schools by their ids, cases and records by
/// their numbers: no name, no text of a person's, no address that is a secret is ever a tag.
/// </summary>
internal static class Measures
{
    public const string Name = "TeamsCctv";

    public static readonly ActivitySource Traces = new(Name);

    private static readonly Meter _meter = new(Name);

    /// <summary>Records that were committed.</summary>
    public static readonly Counter<long> Records = _meter.CreateCounter<long>("cctv.records", "{record}", "Records committed");

    /// <summary>From the beginning of a transaction to its fsync, in the shared store with its place in the journal.</summary>
    public static readonly Histogram<double> Commit = _meter.CreateHistogram<double>("cctv.commit.duration", "s", "Duration of a group commit");

    /// <summary>Transactions that another process was ahead of.</summary>
    public static readonly Counter<long> Conflicts = _meter.CreateCounter<long>("cctv.commit.conflicts", "{transaction}", "Transactions run again after another process");

    /// <summary>Transactions whose outcome the store did not confirm.</summary>
    public static readonly Counter<long> Failures = _meter.CreateCounter<long>("cctv.commit.failures", "{transaction}", "Transactions that were not confirmed");

    /// <summary>Resource units of SharePoint.</summary>
    public static readonly Counter<long> Units = _meter.CreateCounter<long>("cctv.sharepoint.units", "{unit}", "Resource units spent at SharePoint");

    /// <summary>From a record's commit to its file in the library.</summary>
    public static readonly Histogram<double> Filing = _meter.CreateHistogram<double>("cctv.library.filing.duration", "s", "Duration of filing records in the library");

    /// <summary>Cards, by what came of them.</summary>
    public static readonly Counter<long> Cards = _meter.CreateCounter<long>("cctv.cards", "{card}", "Cards sent or updated, by result");
}
