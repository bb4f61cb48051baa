using System.Text.RegularExpressions;

namespace TeamsCctv.Protocols.Signing;

/// <summary>Which key of which vault signs the logs, and as whom it is asked: the section <c>Signing</c> (environment: <c>Signing__KeyVault</c> and so on).</summary>
/// <param name="Vault">The vault's address, with a slash at its end. Nothing else names a host that is called.</param>
/// <param name="Version">Null for the newest there is at the start; it stays the same until the next start.</param>
/// <param name="Tenant">With a certificate: the Directory (tenant) ID.</param>
/// <param name="ClientId">With a certificate: the application's. With a managed identity: that identity's, or null for the machine's own.</param>
/// <param name="CertificatePath">A PEM or PFX file with certificate and key; null with a managed identity.</param>
/// <param name="Token">What a vault that is played on this machine takes for a token; Development only.</param>
public sealed partial record KeyVaultSettings(Uri Vault, string Key, string? Version, Guid? Tenant, Guid? ClientId, string? CertificatePath, string? Token)
{
    public const string Section = "Signing";

    public const string Scope = "https://vault.azure.net/.default";

    private const string Host = ".vault.azure.net";

    /// <summary>Whether the section says anything at all.</summary>
    public static bool AreGiven(IConfiguration configuration) => configuration.GetSection(Section).GetChildren().Any();

    /// <summary>Reads and checks every setting.</summary>
    /// <exception cref="KeyVaultSettingsException">Something is missing or wrong; a line names each.</exception>
    public static KeyVaultSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var section = configuration.GetSection(Section);
        List<string> wrong = [];
        var vault = Text("KeyVault") is { } given ? VaultOf(given, environment.IsDevelopment()) : null;
        if (vault is null)
            Wrong("KeyVault", Text("KeyVault") is null ? "is missing." : "is not the address of a vault.", "to the vault's address, like https://your-vault.vault.azure.net");
        var key = Text("Key");
        if (key is null || !Name().IsMatch(key))
            Wrong("Key", key is null ? "is missing." : "is not the name of a key.", "to the name of the EC P-256 key in the vault");
        var version = Text("Version");
        if (version is not null && !VersionText().IsMatch(version))
            Wrong("Version", "is not a version of a key.", "to the 32 digits of one, or leave it out for the newest");

        var certificate = Text("CertificatePath");
        var (tenant, client) = (Id("Tenant", certificate is not null), Id("ClientId", certificate is not null));
        if (certificate is not null && !File.Exists(certificate))
            Wrong("CertificatePath", "names no file.", "to a PEM or PFX file with certificate and key, or leave it out for the managed identity");

        var token = Text("Token");
        if (token is not null && vault is not { IsLoopback: true })
            wrong.Add($"{Section}:Token is for a vault that is played on this machine in Development. Leave it out.");
        if (token is null && vault is { IsLoopback: true })
            Wrong("Token", "is missing.", "to what the vault on this machine takes for a token");
        return wrong.Count > 0 ? throw new KeyVaultSettingsException(wrong) : new(vault!, key!, version, tenant, client, certificate, token);

        string? Text(string name) => section[name]?.Trim() is { Length: > 0 } text ? text : null;

        Guid? Id(string name, bool needed)
        {
            if (Guid.TryParse(Text(name), out var id))
                return id;
            if (needed || Text(name) is not null)
                Wrong(name, Text(name) is null ? "is missing." : "is not an ID like 11111111-2222-4333-8444-555555555555.", name == "Tenant" ? "to the Directory (tenant) ID of the trust's Entra tenant" : "to the Application (client) ID that may sign, or the managed identity's");
            return null;
        }

        void Wrong(string name, string how, string todo) => wrong.Add($"{Section}:{name} {how} Set {Section}__{name} {todo}.");
    }

    private static Uri? VaultOf(string text, bool allowLoopback)
    {
        if (!Uri.TryCreate($"{text.TrimEnd('/')}/", UriKind.Absolute, out var vault) || vault is not { UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" })
            return null;
        return vault is { Scheme: "https", IsDefaultPort: true } && vault.Host.EndsWith(Host, StringComparison.OrdinalIgnoreCase) && Name().IsMatch(vault.Host[..^Host.Length])
            || allowLoopback && vault is { IsLoopback: true, Scheme: "http" }
                ? vault
                : null;
    }

    [GeneratedRegex("^[0-9A-Za-z-]{1,127}$")]
    private static partial Regex Name();

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex VersionText();
}

/// <summary>The process must not start: it could sign nothing, or would ask somebody it was not told to trust.</summary>
public sealed class KeyVaultSettingsException(IReadOnlyList<string> wrong)
    : Exception("The settings of the signing key are not complete. " + string.Join(' ', wrong))
{
    public IReadOnlyList<string> Wrong { get; } = wrong;
}
