using System.Text;
using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Mail;
using TeamsCctv.Protocols.Mail;
using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Protocols.Mail;

/// <summary>The letters, read and sorted on Tue 24 Nov 2026 at a school with seven cameras.</summary>
internal static class MailWorld
{
    public static readonly LocalDate Today = new(2026, 11, 24);

    public static readonly SortingRules Rules = SortingFile.Load(Path.Combine(AppContext.BaseDirectory, "Policies"));

    public static readonly Camera[] Cameras =
    [
        Camera("main-gate", "Main gate"), Camera("playground", "Playground"), Camera("car-park-north", "Car park north"), Camera("car-park-south", "Car park south"),
        Camera("reception", "Reception"), Camera("science-corridor", "Science corridor"), Camera("bike-shed", "Bike shed"),
    ];

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Letters", name + ".eml"));

    public static ReadMail Read(string name) => MailReader.Read(Bytes(name));

    public static Sorted Sort(Letter letter) => Sorting.Of(letter, Rules, Cameras, Today);

    /// <summary>A mail of these lines.</summary>
    public static ReadMail Written(string headers, string body = "") =>
        MailReader.Read(Encoding.UTF8.GetBytes($"{headers}\n\n{body}".ReplaceLineEndings("\r\n")));

    /// <summary>What somebody writes, sorted.</summary>
    public static Sorted Says(string text, string from = "Pat Example <pat@mail.example>", string subject = "Hello") =>
        Sort(Written($"From: {from}\nSubject: {subject}\nDate: Tue, 24 Nov 2026 09:12:33 +0000\nContent-Type: text/plain; charset=utf-8", text).Letter);

    /// <summary><c>camera|place|day|from|to</c>, one for each footage.</summary>
    public static string Footage(Sorted sorted) => string.Join("; ", sorted.Found.Footage.Select(one =>
        $"{one.Camera}|{one.Place}|{one.Day?.ToString("uuuu-MM-dd", null)}|{one.From?.ToString("HH:mm", null)}|{one.To?.ToString("HH:mm", null)}"));

    private static Camera Camera(string id, string name) => new(id, "school", name, "nvr", null, null);
}
