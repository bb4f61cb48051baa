namespace TeamsCctv.Protocols.Teams;

/// <summary>
/// Which channel the bot trusts, and nothing else decides that. Bound from the section <c>Bot</c> (environment:
/// <c>Bot__AppId</c> and so on).
/// </summary>
public sealed record BotOptions
{
    public const string Section = "Bot";

    /// <summary>The bot's application id; a token's <c>aud</c>.</summary>
    public required string AppId { get; init; }

    /// <summary>The one Entra tenant whose people are served.</summary>
    public required string TenantId { get; init; }

    /// <summary>The channel's addresses; made when first needed, as a local channel knows them only once the server listens.</summary>
    public required Lazy<BotAddresses> Addresses { get; init; }

    /// <inheritdoc cref="BotAddresses.OpenIdMetadata"/>
    public Uri OpenIdMetadata => Addresses.Value.OpenIdMetadata;

    /// <inheritdoc cref="BotAddresses.Issuer"/>
    public string Issuer => Addresses.Value.Issuer;

    /// <inheritdoc cref="BotAddresses.TokenEndpoint"/>
    public Uri TokenEndpoint => Addresses.Value.TokenEndpoint;

    /// <inheritdoc cref="BotAddresses.ServiceUrls"/>
    public ServiceUrlList ServiceUrls => Addresses.Value.ServiceUrls;

    /// <summary>The secret for <see cref="TokenEndpoint"/>, if it asks for one and neither of the next two is set.</summary>
    public string? AppPassword { get; init; }

    /// <summary>A PEM or PFX file with the certificate and the key by which the bot shows itself, in place of a secret.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>
    /// The client id of a user-assigned managed identity, in place of a secret: the bot's own where it is <see cref="AppId"/>,
    /// else one that the bot's registration trusts by a federated credential.
    /// </summary>
    public string? ManagedIdentity { get; init; }

    /// <summary>Whether plain http to this machine is allowed; only ever in Development.</summary>
    public bool AllowLoopback { get; init; }

    /// <summary>Whether the section says anything at all.</summary>
    public static bool AreGiven(IConfiguration configuration) => configuration.GetSection(Section).GetChildren().Any();

    /// <summary>Reads and checks every setting.</summary>
    /// <exception cref="BotSettingsException">Something is missing or not https; the message names each setting.</exception>
    public static BotOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var section = configuration.GetSection(Section);
        var loopback = environment.IsDevelopment();
        var wrong = new List<string>();
        var urls = ServiceUrlsOf(section);
        if (urls.Count == 0)
            wrong.Add("Bot__ServiceUrls is missing.");
        wrong.AddRange(urls.Where(url => !ServiceUrlList.TryParse(url, loopback, out _)).Select(url => NotHttps("ServiceUrls", url)));

        var (app, tenant) = (Text("AppId"), Text("TenantId"));
        var (metadata, issuer, token) = (Address("OpenIdMetadata"), Text("Issuer"), Address("TokenEndpoint"));
        var (secret, certificate, identity) = (Given("AppPassword"), Given("CertificatePath"), Given("ManagedIdentity"));
        if (new[] { secret, certificate, identity }.Count(given => given is not null) > 1)
            wrong.Add("Bot__AppPassword, Bot__CertificatePath and Bot__ManagedIdentity say the same in three ways. Set one of them.");
        if (certificate is not null && !File.Exists(certificate))
            wrong.Add("Bot__CertificatePath names no file. Set it to a PEM or PFX file with certificate and key.");
        if (identity is not null && !Guid.TryParseExact(identity, "D", out _))
            wrong.Add("Bot__ManagedIdentity is not a client ID like 11111111-2222-4333-8444-555555555555.");
        if (wrong.Count > 0)
            throw new BotSettingsException(wrong);
        return new()
        {
            AppId = app,
            TenantId = tenant,
            Addresses = new(new BotAddresses(metadata!, issuer, token!, new(urls, loopback))),
            AppPassword = secret,
            CertificatePath = certificate,
            ManagedIdentity = identity,
            AllowLoopback = loopback,
        };

        string? Given(string name) => section[name]?.Trim() is { Length: > 0 } given ? given : null;

        string Text(string name)
        {
            if (Given(name) is { } given)
                return given;
            wrong.Add($"Bot__{name} is missing.");
            return "";
        }

        Uri? Address(string name)
        {
            if (Text(name) is not { Length: > 0 } given)
                return null;
            if (ServiceUrlList.TryParse(given, loopback, out var url))
                return url;
            wrong.Add(NotHttps(name, given));
            return null;
        }

        string NotHttps(string name, string given) =>
            $"Bot__{name} must be an https address{(loopback ? " or http on this machine" : "")}, not \"{given}\".";
    }

    /// <summary>A list (<c>Bot__ServiceUrls__0</c> …) or one text with semicolons.</summary>
    private static List<string> ServiceUrlsOf(IConfigurationSection section)
    {
        var list = section.GetSection("ServiceUrls");
        var entries = list.Value is { } text ? text.Split(';') : list.GetChildren().Select(child => child.Value ?? "");
        return [.. entries.Select(entry => entry.Trim()).Where(entry => entry.Length > 0)];
    }
}

/// <summary>Where the channel is.</summary>
/// <param name="OpenIdMetadata">Where the keys of inbound tokens are announced.</param>
/// <param name="Issuer">An inbound token's <c>iss</c>.</param>
/// <param name="TokenEndpoint">Where the bot asks for its own token.</param>
/// <param name="ServiceUrls">Where the bot may connect to.</param>
public sealed record BotAddresses(Uri OpenIdMetadata, string Issuer, Uri TokenEndpoint, ServiceUrlList ServiceUrls);

/// <summary>The process must not start: it would trust nobody, or somebody it was not told to trust.</summary>
public sealed class BotSettingsException(IReadOnlyList<string> wrong)
    : Exception("The settings of the bot are not complete. " + string.Join(' ', wrong))
{
    public IReadOnlyList<string> Wrong { get; } = wrong;
}
