using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Tests.Protocols.Mail;

/// <summary>What people write, and what it is: the shipped rules.</summary>
public sealed class SortingWordsTests
{
    [Theory]
    [Trait("clause", "CG-7s")]
    [InlineData("Can I see the video of my son falling in the playground on Tuesday?")]
    [InlineData("could you please let me have the cctv from the main gate?")]
    [InlineData("Is there any footage of the accident?")]
    [InlineData("My request is for the footage of 12 November.")]
    [InlineData("Please send me a copy of everything you hold on me.")]
    [InlineData("What information do you hold about my daughter? I would like a copy of her school records.")]
    [InlineData("I'd like to exercise my right of access.")]
    [InlineData("We request to view the recording of the incident involving our daughter.")]
    [InlineData("DSAR attached")]
    public void A_request_needs_no_magic_words(string text) => Assert.Equal(MailKinds.AccessRequest, MailWorld.Says(text).Kind);

    /// <summary>.NET counts the digits of every script as digits; no number of ours is read from them.</summary>
    [Theory]
    [InlineData("Please send me the footage of my son at ٥ pm on ١٢ November, room ٣.")]
    [InlineData("Please send me the footage of my son on ١٢/١١/٢٠٢٦ at ١٤:٣٠, half past ٤.")]
    public void Digits_of_another_script_are_read_as_letters(string text) => Assert.Equal(MailKinds.AccessRequest, MailWorld.Says(text).Kind);

    [Theory]
    [InlineData("I am making a Freedom of Information request for your CCTV policy.", "foi")]
    [InlineData("How many cameras are there? How much was spent on CCTV in 2025?", "foi")]
    [InlineData("You have breached GDPR by emailing my son's report to all parents.", "breach")]
    [InlineData("A school laptop with pupils' data was stolen last night.", "breach")]
    [InlineData("I wish to complain about the way my daughter was spoken to.", "complaint")]
    [InlineData("We act for the driver. Please preserve the footage.", "solicitor")]
    public void Each_kind_is_known_by_its_words(string text, string kind) => Assert.Equal(kind, MailWorld.Says(text).Kind);

    [Theory]
    [InlineData("The CCTV sign at the gate has fallen down.", "mentions-footage")]
    [InlineData("Who is your DPO?", "mentions-data")]
    [InlineData("See you at the fair!", "no-rule")]
    [InlineData("This is not a complaint. The dinner was lovely.", "mentions-complaint")]
    [InlineData("Please delete the footage of my son.", "erasure")]
    [InlineData("I am PC 12 Jones, officer in the case. I need the footage of Friday.", "police-elsewhere")]
    [InlineData("I want to make a formal complaint and I want to see the footage.", "complains-and-asks")]
    [InlineData("Freedom of information request: please send me all the footage of my son.", "foi-for-own-data")]
    public void What_is_not_clear_is_unsure_with_its_reasons(string text, string rule)
    {
        var sorted = MailWorld.Says(text);

        Assert.Equal(MailKinds.Unsure, sorted.Kind);
        Assert.Contains(rule, sorted.Because.Select(reason => reason.Rule));
    }

    [Fact]
    public void The_police_are_known_by_their_address()
    {
        const string Text = "I am investigating a theft. Please provide the CCTV of the main gate on 21/11/2026 from 1530hrs to 1615hrs.";

        Assert.Equal(MailKinds.Police, MailWorld.Says(Text, "PC 12 Jones <jones@northshire.pnn.police.uk>").Kind);
        Assert.Equal(MailKinds.Unsure, MailWorld.Says("I am a police officer. " + Text, "PC 12 Jones <jones@police.uk.mail.example>").Kind);
    }

    [Fact]
    [Trait("clause", "VL-A3.9s")]
    public void Somebody_who_asks_for_a_data_subject_is_an_access_request_on_their_behalf()
    {
        var sorted = MailWorld.Says("We are instructed by Mr Ivo Hale. This is a subject access request on behalf of our client, Mr Ivo Hale.\n\nYours faithfully\nLyle LLP");

        Assert.Equal((MailKinds.AccessRequest, true, "Mr Ivo Hale"), (sorted.Kind, sorted.Found.OnBehalf, sorted.Found.Subject));
        Assert.False(MailWorld.Says("Can I see the footage of my son Ivo Hale?").Found.OnBehalf);
    }

    [Theory]
    [Trait("clause", "VL-Annex1")]
    [InlineData("form-in-the-mail")]
    [InlineData("form-in-word")]
    [InlineData("form-in-pdf")]
    [InlineData("form-in-pdf-fields")]
    public void The_access_request_form_fills_the_fields(string name)
    {
        var found = MailWorld.Sort(MailWorld.Read(name).Letter).Found;

        Assert.Equal(
            ("Grace Adeyemi", "Tobi Adeyemi", "Oakfield Primary School", "Parent", "7 Elm Grove, Oakfield OX1 2AB", "01632 960789", "grace@adeyemi.example", false),
            (found.Applicant, found.Subject, found.School, found.Relationship, found.Address, found.Phone, found.Email, found.OnBehalf));
        Assert.Contains("CCTV footage of Tobi in the playground on 18 November 2026 between 12.10pm and 12.25pm", found.Details, StringComparison.Ordinal);
        Assert.Contains("yellow hat", found.Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("on 12 November at 3.15pm", "2026-11-12|15:15|")]
    [InlineData("on 12/11/2026", "2026-11-12||")]
    [InlineData("on 12.11.26 at 9am", "2026-11-12|09:00|")]
    [InlineData("on 2026-11-12 14:05", "2026-11-12|14:05|")]
    [InlineData("last Tuesday", "2026-11-17||")]
    [InlineData("on Monday", "2026-11-23||")]
    [InlineData("on Friday last week at half past three", "2026-11-20|15:30|")]
    [InlineData("yesterday between 8.30 and 9", "2026-11-23|08:30|09:00")]
    [InlineData("yesterday, 14:05–14:20", "2026-11-23|14:05|14:20")]
    [InlineData("this morning", "2026-11-24||")]
    [InlineData("today at lunchtime", "2026-11-24||")]
    [InlineData("on the 3rd of November, from 11.30 to 12.15pm", "2026-11-03|11:30|12:15")]
    [InlineData("on November 5th around quarter to nine", "2026-11-05|08:45|")]
    [InlineData("on Thursday the 19th at 3 o'clock", "2026-11-19|15:00|")]
    [InlineData("on 20 December", "2025-12-20||")]
    [InlineData("two days ago at noon", "2026-11-22|12:00|")]
    [InlineData("on 18 November, 1530hrs to 1615hrs", "2026-11-18|15:30|16:15")]
    [InlineData("on Monday 12 November", "||")]
    [InlineData("on 31 June", "||")]
    [InlineData("yesterday at 7", "2026-11-23||")]
    [InlineData("yesterday evening at 7", "2026-11-23|19:00|")]
    [InlineData("yesterday before 9am", "2026-11-23||09:00")]
    public void A_day_and_a_time_are_read_as_they_are_written(string when, string read)
    {
        var footage = Assert.Single(MailWorld.Says($"Can I see the footage of my son at the bike shed {when}?").Found.Footage);

        Assert.Equal($"bike-shed|bike shed|{read}", $"{footage.Camera}|{footage.Place}|{footage.Day?.ToString("uuuu-MM-dd", null)}|{footage.From?.ToString("HH:mm", null)}|{footage.To?.ToString("HH:mm", null)}");
        Assert.Contains(when.Split(' ')[^1], footage.Quote, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("by the main gate", "main-gate|main gate")]
    [InlineData("at the back gate", "|back gate")]
    [InlineData("in the car park", "|car park")]
    [InlineData("in the north car park", "car-park-north|north car park")]
    [InlineData("on the car park south camera", "car-park-south|car park south")]
    [InlineData("in the corridor", "science-corridor|corridor")]
    public void A_camera_is_named_where_the_words_fit_one_only(string where, string read)
    {
        var footage = Assert.Single(MailWorld.Says($"Can I see the footage of my son {where} on Monday?").Found.Footage);

        Assert.Equal(read, $"{footage.Camera}|{footage.Place}");
    }

    [Theory]
    [InlineData("Can I see the footage of my son Max Hale, born 12/03/2015, on 20/11/2026?", "||2026-11-20||")]
    [InlineData("Please answer by 20 November. Can I see the footage of 18 November?", "||2026-11-18||")]
    [InlineData("Can I see the footage of the main gate on 18 November at 9am and of reception on 19 November at 10am?", "main-gate|main gate|2026-11-18|09:00|; reception|reception|2026-11-19|10:00|")]
    [InlineData("My son is in Year 9 and 14 years old. Can I see the footage of Monday?", "||2026-11-23||")]
    [InlineData("Please send all emails about me between 1 May and 3 June.", "")]
    public void Other_days_and_numbers_are_not_taken_for_footage(string text, string read) => Assert.Equal(read, MailWorld.Footage(MailWorld.Says(text)));

    [Fact]
    public void Quoted_text_fires_nothing_and_a_footer_fires_nothing()
    {
        Assert.Equal(MailKinds.Unsure, MailWorld.Sort(MailWorld.Read("outlook-web-reply").Letter).Kind);
        Assert.Equal(
            [Sorting.NoRule],
            MailWorld.Says("Thank you.\n\nThis email and any attachments may be disclosed under the Freedom of Information Act 2000.").Because.Select(reason => reason.Rule));
    }
}
