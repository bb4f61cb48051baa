using System.Globalization;

namespace TeamsCctv.Protocols.Graph;

/// <summary>Which tenant's mailboxes are read and as whom: the section <c>Mail:Graph</c> (environment: <c>Mail__Graph__Tenant</c> and so on).</summary>
/// <param name="Tenant">The Directory (tenant) ID.</param>
/// <param name="ClientId">The application's, or with a managed identity that identity's.</param>
/// <param name="CertificatePath">A PEM or PFX file with certificate and key; null with a managed identity.</param>
/// <param name="Since">Mail received before it is left alone; null: a day before the mailbox was first connected.</param>
/// <param name="Every">How often the mailbox is asked for mail that nobody announced.</param>
public sealed record GraphSettings(
    Guid Tenant, Guid ClientId, string? CertificatePath, GraphAddress Address, DateTimeOffset? Since, TimeSpan Every)
{
    public const string Section = "Mail:Graph";

    /// <summary>Whether the section says anything at all.</summary>
    public static bool AreGiven(IConfiguration configuration) => configuration.GetSection(Section).GetChildren().Any();

    /// <summary>Reads and checks every setting.</summary>
    /// <exception cref="GraphSettingsException">Something is missing or wrong; a line names each.</exception>
    /// <param name="of">The section; another one than the mailbox's says who writes to SharePoint.</param>
    public static GraphSettings Read(IConfiguration configuration, IHostEnvironment environment, string of = Section)
    {
        var section = configuration.GetSection(of);
        List<string> wrong = [];
        var tenant = Id("Tenant", "the Directory (tenant) ID of the trust's Entra tenant");
        var client = Id("ClientId", "the Application (client) ID that may read the mailboxes, or the managed identity's");
        var certificate = Text("CertificatePath");
        var managed = false;
        if (Text("ManagedIdentity") is { } said && !bool.TryParse(said, out managed))
            Wrong("ManagedIdentity", "is neither true nor false.", "to true to use the managed identity of the machine");
        else if (certificate is null && !managed)
            Wrong("CertificatePath", "is missing.", $"to a PEM or PFX file with certificate and key, or {of.Replace(":", "__", StringComparison.Ordinal)}__ManagedIdentity to true");
        else if (certificate is not null && managed)
            Wrong("CertificatePath", $"and {of}:ManagedIdentity are both set.", "or ManagedIdentity, not both");
        else if (certificate is not null && !File.Exists(certificate))
            Wrong("CertificatePath", "names no file.", "to a PEM or PFX file with certificate and key");

        var address = Text("BaseAddress") is { } given ? GraphAddress.TryParse(given, environment.IsDevelopment()) : GraphAddress.Default;
        if (address is null)
            Wrong("BaseAddress", "is not an address of Microsoft Graph.", "to https://graph.microsoft.com or that of a national cloud, or leave it out");

        DateTimeOffset? since = null;
        if (Text("Since") is { } from)
        {
            if (DateOnly.TryParseExact(from, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                since = new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            else
                Wrong("Since", "is not a day.", "to the first day whose mail is taken, like 2026-11-24, or leave it out");
        }

        var minutes = 5;
        if (Text("EveryMinutes") is { } every && !(int.TryParse(every, NumberStyles.None, CultureInfo.InvariantCulture, out minutes) && minutes is >= 1 and <= 1440))
            Wrong("EveryMinutes", "is not a number from 1 to 1440.", "to how often the mailbox is looked through, or leave it out");

        return wrong.Count > 0
            ? throw new GraphSettingsException(wrong)
            : new(tenant, client, certificate, address!, since, TimeSpan.FromMinutes(minutes));

        string? Text(string name) => section[name]?.Trim() is { Length: > 0 } text ? text : null;

        Guid Id(string name, string what)
        {
            if (Guid.TryParse(Text(name), out var id))
                return id;
            Wrong(name, Text(name) is null ? "is missing." : "is not an ID like 11111111-2222-4333-8444-555555555555.", $"to {what}");
            return default;
        }

        void Wrong(string name, string how, string todo) => wrong.Add($"{of}:{name} {how} Set {of.Replace(":", "__", StringComparison.Ordinal)}__{name} {todo}.");
    }
}

/// <summary>The process must not start: it could read no mailbox, or would ask somebody it was not told to trust.</summary>
public sealed class GraphSettingsException(IReadOnlyList<string> wrong)
    : Exception("The settings of Microsoft Graph are not complete. " + string.Join(' ', wrong))
{
    public IReadOnlyList<string> Wrong { get; } = wrong;
}
