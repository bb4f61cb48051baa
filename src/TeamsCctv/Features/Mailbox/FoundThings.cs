using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Features.Mailbox;

/// <summary>What was read out of a mail, under the names by which the fields of policies' forms take it.</summary>
internal static class FoundThings
{
    private const int Longest = 1000;

    public static IReadOnlyList<FoundThing> Of(Letter letter, Sorted sorted, Instant received, IReadOnlyList<Camera> cameras)
    {
        var (found, day) = (sorted.Found, London.DayOf(received));
        List<FoundThing> things =
        [
            new("received", LocalDatePattern.Iso.Format(day), London.Say(day)),
            new("received-at", InstantPattern.ExtendedIso.Format(received), London.Say(received)),
            new("how", "mail", "By e-mail"),
        ];
        Add("applicant", found.Applicant ?? Named(letter));
        Add("subject", found.Subject);
        Add("relationship", found.Relationship);
        Add("address", found.Address);
        Add("phone", found.Phone);
        Add("email", found.Email ?? letter.FromAddress);
        Add("details", found.Details ?? letter.Subject);
        if (found.OnBehalf)
            things.Add(new("on-behalf", "authority", "On behalf of somebody else"));
        AddFootage(things, found.Footage, received, cameras);
        return things;

        void Add(string what, string? text)
        {
            if (Clean(text, Longest) is { Length: > 0 } clean)
                things.Add(new(what, clean, clean));
        }
    }

    /// <summary>The first footage that has a day is the case's; all of it stands in words beside it.</summary>
    private static void AddFootage(List<FoundThing> things, IReadOnlyList<FoundFootage> footage, Instant received, IReadOnlyList<Camera> cameras)
    {
        if (footage.Count == 0)
            return;
        var first = footage.FirstOrDefault(one => one.Day is not null) ?? footage[0];
        if (first.Camera is { } id && cameras.FirstOrDefault(camera => camera.Id == id) is { } known)
            things.Add(new("camera", known.Id, known.Name));
        if (Clean(first.Place, 200) is { Length: > 0 } place)
            things.Add(new("place", place, place));
        if (Clean(string.Join("; ", footage.Select(one => one.Quote).Distinct()), Longest) is { Length: > 0 } quotes)
            things.Add(new("footage", quotes, quotes));
        if (first.Day is not { } day)
            return;

        // A day without a time is the whole day: better too much is asked to be kept than too little.
        var from = London.At(day.At(first.From ?? LocalTime.Midnight));
        var to = first.To is { } end ? London.At(day.At(end)) : first.From is null ? London.StartOf(day.PlusDays(1)) - Duration.FromMinutes(1) : from + Duration.FromMinutes(15);
        if (from >= received)
            return;
        Moment("from", from);
        Moment("to", Instant.Min(to, received));

        void Moment(string what, Instant at) => things.Add(new(what, InstantPattern.ExtendedIso.Format(at), London.Say(at)));
    }

    private static string? Named(Letter letter) => letter.FromName.Length > 0 ? letter.FromName : null;

    /// <summary>A stranger's text on one line, without what cannot be seen or turns what is read.</summary>
    public static string Clean(string? text, int longest) => MailText.Line(text, longest);
}
