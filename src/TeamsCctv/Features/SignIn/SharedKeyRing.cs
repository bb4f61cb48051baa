using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.SignIn;

/// <summary>The keys of cookies and forms, in the store that several processes share: each must read what another gave out.</summary>
internal sealed class SharedKeyRing(Database database) : IXmlRepository
{
    private const string Prefix = "ring/";

    public IReadOnlyCollection<XElement> GetAllElements() => database.Read(session => session.Query(
        "SELECT value FROM secret WHERE name >= $1 AND name < 'ring0' ORDER BY name",
        row => XElement.Parse(Encoding.UTF8.GetString((byte[])row[0])), Prefix));

    public void StoreElement(XElement element, string friendlyName) => database.WriteAsync(session => session.Execute(
        "INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2",
        Prefix + friendlyName, Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)))).GetAwaiter().GetResult();
}
