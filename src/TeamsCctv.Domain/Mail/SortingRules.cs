namespace TeamsCctv.Domain.Mail;

/// <summary>
/// How letters are sorted: <c>Policies/sorting.json</c>, for people to read and change. A phrase is words in small letters:
/// <c>word*</c> stands for its endings, <c>{list}</c> for any of a list of <see cref="Words"/>, and <c>…</c> for at most
/// twelve words between in the same sentence.
/// </summary>
/// <param name="Words">Lists of words that phrases can name.</param>
/// <param name="Settlements">What a letter is where rules of several kinds fire alike. Without one it is unsure.</param>
/// <param name="Form">A field of a request form, and what forms call it.</param>
/// <param name="Places">Words for places, in which footage can be.</param>
public sealed record SortingRules(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Words,
    IReadOnlyList<SortingRule> Rules,
    IReadOnlyList<Settlement> Settlements,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Form,
    IReadOnlyList<string> Places);

/// <summary>A rule fires where one of its phrases is in the letter, or the sender's address is of its domains.</summary>
/// <param name="Kind">One of <see cref="MailKinds.Sure"/>; null for a mention, which makes nothing sure.</param>
/// <param name="Says">What firing means, for the person who decides.</param>
/// <param name="Strength">3: the letter says so by name. 2: it asks for the thing in words of its own. 1: it mentions it.</param>
/// <param name="Phrases">Any of them; empty where only the domain counts.</param>
/// <param name="Unless">Phrases that keep it from firing in the sentence that they are in.</param>
/// <param name="Domains">Domains that the sender's address must be of; <c>police.uk</c> includes all below it.</param>
/// <param name="NotDomains">Domains that the sender's address must not be of.</param>
public sealed record SortingRule(
    string Id,
    string? Kind,
    string Says,
    int Strength,
    IReadOnlyList<string> Phrases,
    IReadOnlyList<string> Unless,
    IReadOnlyList<string> Domains,
    IReadOnlyList<string> NotDomains);

/// <summary>What a letter is where the rules that fired are of several kinds.</summary>
/// <param name="Kinds">All of these kinds have fired, and no other of the same strength.</param>
/// <param name="Rules">One of these rules has fired; empty for any.</param>
public sealed record Settlement(string Id, string Says, IReadOnlyList<string> Kinds, IReadOnlyList<string> Rules, string Kind);
