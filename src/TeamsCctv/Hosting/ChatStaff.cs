using TeamsCctv.Features.DevChat;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Storage;

namespace TeamsCctv.Hosting;

/// <summary>The staff register as the people that <c>/chat</c> can speak as.</summary>
internal static class ChatStaff
{
    public static IReadOnlyList<ChatPerson> Of(Registers registers)
    {
        var people = registers.Staff.People.ToDictionary(person => person.Key, StringComparer.Ordinal);
        return
        [
            .. SamplePeople.Of(registers).SelectMany(place => place.People.Select(person =>
                new ChatPerson(people[person.Key].Accounts[0], person.Name, person.Title, place.Where))),
        ];
    }
}
