namespace TeamsCctv.Features.DevChat;

/// <summary>Somebody the page may speak as.</summary>
/// <param name="ObjectId">The Entra object id.</param>
/// <param name="Title">The position, as the page shows it.</param>
public sealed record ChatPerson(string ObjectId, string Name, string Title, string School)
{
    /// <summary>The person's id on the local channel.</summary>
    public string Mri => "29:" + ObjectId;
}

/// <summary>The people of the sample, read anew each time: the register may change.</summary>
public sealed class ChatPeople(Func<IReadOnlyList<ChatPerson>> read)
{
    public IReadOnlyList<ChatPerson> All => read();

    /// <param name="id">An object id or an MRI.</param>
    public ChatPerson? Find(string id) => All.FirstOrDefault(person =>
        string.Equals(person.ObjectId, id, StringComparison.OrdinalIgnoreCase) || string.Equals(person.Mri, id, StringComparison.OrdinalIgnoreCase));
}
