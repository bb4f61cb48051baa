using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;

namespace TeamsCctv.Features.Mailbox;

/// <summary>The shared mailbox: from a mail's arrival to a case, and from a step to the mail that goes out.</summary>
public static class MailboxFeature
{
    /// <param name="policies">The folder that holds the sorting rules.</param>
    public static IServiceCollection AddMailbox(this IServiceCollection services, string policies)
    {
        services.AddSingleton(_ => Storage.SortingFile.Load(policies));
        services.AddSingleton<MailIngest>();
        services.AddSingleton<MailHandler>().AddHostedService(provider => provider.GetRequiredService<MailHandler>());
        services.AddSingleton<MailFolder>().AddHostedService(provider => provider.GetRequiredService<MailFolder>());
        services.AddSingleton<IPostbox, FolderPostbox>();
        services.AddSingleton<MailSender>().AddHostedService(provider => provider.GetRequiredService<MailSender>());
        services.AddSingleton<LetterActs>().AddSingleton<LetterList>();
        services.AddSingleton<LetterRounds>().AddHostedService(provider => provider.GetRequiredService<LetterRounds>());
        return services.AddSingleton<ICards, SortCard>().AddSingleton<ICardVerbs, SortVerbs>();
    }
}
