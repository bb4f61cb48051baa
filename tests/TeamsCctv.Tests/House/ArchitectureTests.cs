using System.Reflection;
using System.Text.RegularExpressions;
using TeamsCctv.Tests.Support.Js;

namespace TeamsCctv.Tests.House;

public sealed partial class ArchitectureTests
{
    private static readonly string[] Policies = ["AL", "CG", "JC", "ME", "VL"];

    private static readonly string Source = Path.Combine(Solution.Directory, "src");

    [Fact]
    public void The_domain_references_the_framework_and_NodaTime_only() => Assert.Equal(
        ["NodaTime"], Foreign(typeof(Domain.London).Assembly));

    [Fact]
    public void The_record_log_references_the_framework_only() => Assert.Empty(Foreign(typeof(TeamsCctv.Records.Leaf).Assembly));

    [Fact]
    public void The_verifier_references_the_record_log_only() => Assert.Equal(["TeamsCctv.Records"], Foreign(typeof(Verify.Command).Assembly));

    [Fact]
    public void Third_party_types_stop_at_Protocols_and_the_store()
    {
        var strays = from file in Code("TeamsCctv")
                     // The local channel plays a third party: it issues tokens and keeps its own file.
                     where !file.Path.StartsWith("Protocols/", StringComparison.Ordinal) && !file.Path.StartsWith("Features/DevChat/", StringComparison.Ordinal)
                     from use in Usings().Matches(file.Text).Select(match => match.Groups[1].Value)
                     where use.StartsWith("Microsoft.Identity", StringComparison.Ordinal)
                         || use.StartsWith("PdfSharp", StringComparison.Ordinal)
                         || use.StartsWith("MimeKit", StringComparison.Ordinal)
                         || use.StartsWith("UglyToad", StringComparison.Ordinal)
                         || (use.StartsWith("Microsoft.Data.Sqlite", StringComparison.Ordinal)
                             && !file.Path.StartsWith("Storage/", StringComparison.Ordinal))
                     select $"{file.Path}: {use}";

        Assert.Empty(strays);
    }

    [Fact]
    public void Protocols_and_the_store_do_not_look_up_at_features()
    {
        var strays = from file in Code("TeamsCctv")
                     where file.Path.StartsWith("Protocols/", StringComparison.Ordinal) || file.Path.StartsWith("Storage/", StringComparison.Ordinal)
                     where file.Text.Contains("TeamsCctv.Features", StringComparison.Ordinal) || file.Text.Contains("TeamsCctv.Pages", StringComparison.Ordinal)
                     select file.Path;

        Assert.Empty(strays);
    }

    [Fact]
    public void Features_do_not_look_up_at_pages()
    {
        var features = Code("TeamsCctv").Where(file => file.Path.StartsWith("Features/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(features);
        Assert.Empty(features.Where(file => Pages().IsMatch(file.Text)).Select(file => file.Path));
    }

    [Fact]
    public void No_school_is_named_outside_the_sample()
    {
        var strays = from file in Code("TeamsCctv").Concat(Code("TeamsCctv.Domain"))
                     where !file.Path.StartsWith("Features/SampleTrust/", StringComparison.Ordinal)
                     where file.Text.Contains("oakfield", StringComparison.OrdinalIgnoreCase) || Policies.Any(id => file.Text.Contains($"\"{id}\"", StringComparison.Ordinal))
                     select file.Path;

        Assert.Empty(strays);
    }

    [Fact]
    public void Features_do_not_use_one_another_in_a_circle()
    {
        var uses = Code("TeamsCctv").Where(file => file.Path.StartsWith("Features/", StringComparison.Ordinal))
            .SelectMany(file => Features().Matches(file.Text).Select(match => (From: file.Path.Split('/')[1], To: match.Groups[1].Value + match.Groups[2].Value)))
            .Where(use => use.From != use.To).Distinct().ToList();
        var left = uses.Select(use => use.From).ToHashSet();

        // What uses nothing that is left is in no circle; taken away again and again, only circles stay.
        while (left.FirstOrDefault(from => !uses.Any(use => use.From == from && left.Contains(use.To))) is { } free)
            left.Remove(free);

        Assert.NotEmpty(uses);
        Assert.Empty(left);
    }

    [Fact]
    public void No_position_of_a_policy_is_named_outside_it()
    {
        var titles = Titles();
        var strays = from file in Code("TeamsCctv").Concat(Code("TeamsCctv.Domain"))
                     where !file.Path.StartsWith("Features/SampleTrust/", StringComparison.Ordinal)
                     from line in file.Text.Split('\n').Select(line => line.Trim())
                     where !line.StartsWith("//", StringComparison.Ordinal) && titles.Any(title => line.Contains(title, StringComparison.Ordinal))
                     select $"{file.Path}: {line}";

        Assert.Empty(strays);
    }

    [Fact]
    public void Program_is_under_thirty_lines() =>
        Assert.InRange(File.ReadAllLines(Path.Combine(Source, "TeamsCctv", "Program.cs")).Length, 1, 29);

    private static List<string> Titles()
    {
        var profiles = Directory.EnumerateFiles(Path.Combine(Source, "TeamsCctv", "Policies"), "*.json").Where(file => !file.EndsWith(".schema.json", StringComparison.Ordinal) && Path.GetFileName(file) != TeamsCctv.Storage.SortingFile.Name);
        return
        [
            .. profiles.SelectMany(file => System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(file))!["positions"]!.AsArray())
                .Select(position => position!["title"]!.GetValue<string>()).Distinct(),
        ];
    }

    private static IEnumerable<string> Foreign(Assembly assembly) => assembly.GetReferencedAssemblies()
        .Select(name => name.Name!).Where(name => !name.StartsWith("System", StringComparison.Ordinal) && name != "netstandard");

    private static IEnumerable<(string Path, string Text)> Code(string project)
    {
        var root = Path.Combine(Source, project);
        return Directory.EnumerateFiles(root, "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Select(file => (Path: Path.GetRelativePath(root, file).Replace('\\', '/'), File: file))
            .Where(file => !file.Path.StartsWith("obj/", StringComparison.Ordinal) && !file.Path.StartsWith("bin/", StringComparison.Ordinal))
            .Select(file => (file.Path, File.ReadAllText(file.File)));
    }

    [GeneratedRegex(@"^using TeamsCctv\.Features\.(\w+);|(?<![\w.])(?:Features\.)?(Ask|Chat|Decisions|Deliveries|Following|Messages|Retention)\.[A-Z]", RegexOptions.Multiline)]
    private static partial Regex Features();

    [GeneratedRegex(@"\bTeamsCctv\.Pages\b|(?<![\w.])Pages\.[A-Z]")]
    private static partial Regex Pages();

    [GeneratedRegex(@"^\s*@?using\s+(?:static\s+)?([\w.]+);?", RegexOptions.Multiline)]
    private static partial Regex Usings();
}
