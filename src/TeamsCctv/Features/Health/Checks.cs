using Microsoft.Extensions.Diagnostics.HealthChecks;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Features.Library;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.Queues;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Protocols.Teams.Connector;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Health;

/// <summary>Whether something can be decided now: the store answers, and the other processes' journal with it.</summary>
internal sealed class StoreCheck(Database database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database.WriteAsync(_ => true).WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
            return HealthCheckResult.Healthy(database.IsShared ? "The store and its journal take records." : "The store takes records.");
        }
        catch (Exception failure) when (failure is StoreFailedException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The store does not take records: look at the disk, or at the storage account of Storage:Journal and whether the identity is Storage Blob Data Contributor there.", failure);
        }
    }
}

/// <summary>Whether the logs' key signs. It is asked for a signature that is thrown away.</summary>
internal sealed class KeyCheck(Database database, LogKey key) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // Where signatures are made for good: in the writer's turn.
            await database.WriteAsync(_ => key.Sign("doctor", new MerkleFrontier()));
            return HealthCheckResult.Healthy("The logs' key signs.");
        }
        catch (StoreFailedException failure)
        {
            return HealthCheckResult.Unhealthy("The logs' key does not sign: look at Signing:KeyVault and Signing:Key, and whether the identity is Key Vault Crypto User on the key.", failure);
        }
    }
}

/// <summary>Whether the library holds what it should. Whatever is behind is filed by itself; a log that has parted needs a person.</summary>
internal sealed class LibraryCheck(LibraryRounds rounds, Registers registers, Database database, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (database.Read(session => registers.Cameras.Schools.Select(school => LogHasParted.Of(session, school.Id)).FirstOrDefault(parted => parted is not null)) is { } parted)
            return Task.FromResult(HealthCheckResult.Unhealthy(parted.Says));
        var late = registers.Cameras.Schools.Count(IsLate);
        return Task.FromResult(late > 0
            ? HealthCheckResult.Degraded($"Records of {late} schools have waited over ten minutes for SharePoint. They are safe and are filed as soon as it answers.")
            : rounds.Labels == false ? HealthCheckResult.Healthy("Every record is in the library. The tenant does not let us put its retention label on them: see docs/library.md.")
            : HealthCheckResult.Healthy("Every record is in the library."));
    }

    private bool IsLate(School school) => database.Read(session => session.First(
        "SELECT at FROM record WHERE school = $1 AND seq = $2", row => (long?)row.GetInt64(0), school.Id, RecordLibrary.Filed(session, school.Id))) is { } since
        && since < (time.GetUtcNow() - Patience).ToUnixTimeMilliseconds();
}

/// <summary>Makes a file in the library, reads it and removes it for good: everything that records need there.</summary>
internal sealed class LibraryTrial(LibraryFiles files) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var path = $"doctor/{Guid.NewGuid():N}.txt";
        try
        {
            await files.CreateAsync(path, "TeamsCctv doctor"u8.ToArray(), Urgency.Person, cancellationToken, alone: true);
            var read = await files.ReadAsync(path, Urgency.Person, cancellationToken);
            await files.RemoveAsync(path, Urgency.Person, cancellationToken);
            return read is null
                ? HealthCheckResult.Unhealthy("The library took a file and does not give it back: is SharePoint:Host the address of the tenant's SharePoint?")
                : HealthCheckResult.Healthy("The library takes files, gives them back and lets us remove them.");
        }
        catch (GraphException failure)
        {
            return HealthCheckResult.Unhealthy(failure.Trouble switch
            {
                GraphTrouble.Refused => $"SharePoint refuses ({failure.Reason}): grant the application write on the site (POST /sites/{{id}}/permissions, role write) and consent to Sites.Selected.",
                GraphTrouble.NotFound => "There is no such library: is SharePoint:Drive the id that Graph gives for CCTV Records?",
                _ => $"SharePoint does not answer ({failure.Reason}): try again in some minutes.",
            }, failure);
        }
    }
}

/// <summary>What the tenant has consented to, against what is needed and no more.</summary>
internal sealed class ConsentCheck(GraphConsent consent, bool needsSites) : IHealthCheck
{
    /// <summary>Each opens more than it should: the sites and mailboxes that were not given.</summary>
    private static readonly string[] TooWide =
        ["Sites.ReadWrite.All", "Sites.Manage.All", "Sites.Read.All", "Files.ReadWrite.All", "Files.Read.All", "Mail.Read", "Mail.ReadWrite", "Mail.Send", "Mail.ReadBasic.All", "Directory.ReadWrite.All"];

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        IReadOnlyCollection<string> roles;
        try
        {
            roles = await consent.RolesAsync(cancellationToken);
        }
        catch (GraphException failure)
        {
            return HealthCheckResult.Unhealthy("There is no token for Graph: look at the tenant, the client id and the certificate or managed identity.", failure);
        }

        if (needsSites && !roles.Contains("Sites.Selected") && !roles.Contains("Sites.FullControl.All"))
            return HealthCheckResult.Unhealthy("The tenant has not consented to Sites.Selected: add that application permission of Microsoft Graph and let an administrator consent.");
        return roles.Intersect(TooWide).ToList() is { Count: > 0 } wide
            ? HealthCheckResult.Degraded($"The application may more than it needs: {string.Join(", ", wide)}. Take the consent back; sites are given one by one (Sites.Selected), mailboxes by RBAC for Applications.")
            : HealthCheckResult.Healthy(needsSites ? "The tenant has consented to what is needed and no more." : "No permission reaches further than the mailboxes that were given.");
    }
}

/// <summary>Whether each school's mailbox can be read.</summary>
internal sealed class MailboxCheck(GraphMail mail, Registers registers, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        List<string> wrong = [];
        var boxes = registers.Cameras.Schools.Where(school => school.Mailbox is not null).ToList();
        foreach (var school in boxes)
        {
            try
            {
                await mail.DeltaAsync(school.Mailbox!, null, time.GetUtcNow(), cancellationToken);
            }
            catch (GraphException failure)
            {
                wrong.Add($"{school.Id} ({failure.Reason})");
            }
        }

        return wrong.Count > 0
            ? HealthCheckResult.Unhealthy($"Mailboxes cannot be read: {string.Join(", ", wrong)}. Give the application the roles Application Mail.ReadWrite and Application Mail.Send over them (RBAC for Applications); it takes up to two hours to count.")
            : HealthCheckResult.Healthy($"{boxes.Count} mailboxes can be read.");
    }
}

/// <summary>Whether the bot gets a token to send with.</summary>
internal sealed class BotCheck(OutboundToken token) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        (await token.GetAsync(cancellationToken)).Token is not null
            ? HealthCheckResult.Healthy("The bot gets a token to send with.")
            : HealthCheckResult.Unhealthy("The bot gets no token: look at Bot:AppId, Bot:TenantId and what it shows (Bot:ManagedIdentity, Bot:CertificatePath or Bot:AppPassword), and whether the Azure Bot is of the same application.");
}

/// <summary>Whether messages are taken by the queue, and how many were set aside.</summary>
internal sealed class QueueCheck(InboxQueue queue) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await queue.PoisonedAsync(cancellationToken) is { Count: > 0 } aside
                ? HealthCheckResult.Degraded($"{aside.Count} messages were set aside after five tries. When what kept them is put right, run put-back.")
                : HealthCheckResult.Healthy("The queue answers, and nothing was set aside.");
        }
        catch (QueueFailedException failure)
        {
            return HealthCheckResult.Unhealthy("The queue does not answer: look at Storage:Account, and whether the identity is Storage Queue Data Contributor there.", failure);
        }
    }
}
