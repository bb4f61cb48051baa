namespace TeamsCctv.Browser.Tests.MainJob;

public abstract partial class MainJobSteps
{
    [Fact]
    public Task Step_5_its_deletion_is_asked_for_authorised_and_recorded() => story.StepAsync(5, async () =>
    {
        var chat = await story.ChatAsync();
        var sid = chat.Of(Sid);
        var kept = await sid.CardAsync("The recording is kept");
        await kept.PressAsync("Ask for deletion");
        await kept.Input("Why can it go?").FillAsync("The bicycles were found; the family asks for nothing more.");
        await kept.PressAsync("Ask the Headteacher");
        await kept.SaysAsync("Its deletion waits for a signature.");

        const string MayDelete = "May this recording be deleted?";
        var harriets = await chat.Of(Harriet).CardAsync(MayDelete);
        await harriets.SaysAsync(story.Sha256, Kept, "once", "The bicycles were found", "“I authorise the deletion of this recording as Headteacher.”");
        await SeeAsync(chat.Page, "chat-deletion-decision");
        await harriets.PressAsync("Approve");
        await harriets.SaysAsync("Harriet Example, Headteacher");
        await harriets.HasNoButtonsAsync();
        await (await chat.Of(Anita).CardAsync(MayDelete)).HasNoButtonsAsync();

        var delete = await sid.CardAsync("Delete this recording now");
        await delete.PressAsync("Record the deletion");
        await delete.Input("How was it deleted?").FillAsync("Wiped from USB stick 14; there was no other copy");
        await delete.SendAsync("Record the deletion");
        await delete.SaysAsync("Confirm that it is this file.");
        await SeeAsync(chat.Page, "chat-deletion-unconfirmed");
        await delete.Input("I deleted the file").CheckAsync();
        await delete.SendAsync("Record the deletion");
        await (await sid.CardAsync("The recording is deleted")).SaysAsync("Deletion authorised by Harriet Example, Headteacher", "Wiped from USB stick 14");
        await SeeAsync(chat.Page, "chat-deleted");
    });
}
