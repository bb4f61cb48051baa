namespace TeamsCctv.Features.Lists;

/// <summary>What a column holds. People are named in text: Graph writes a person column by a number of the site's alone.</summary>
public enum ColumnKind
{
    /// <summary>One line of at most 255 letters.</summary>
    Text,

    /// <summary>Lines of plain text.</summary>
    Note,

    /// <summary>A whole number.</summary>
    Number,

    Choice,

    /// <summary>A day without a time.</summary>
    Date,

    /// <summary>An address, in a line of text: Graph does not write columns of the kind Hyperlink.</summary>
    Link,
}

/// <summary>How SharePoint draws a column.</summary>
public enum ColumnLook
{
    Plain,

    /// <summary>A day by which something must be done: late, due within a week, or later.</summary>
    Due,
}

/// <summary>A column of a list.</summary>
/// <param name="Name">The internal name; for ever.</param>
/// <param name="Title">What people read above it.</param>
public sealed record ListColumn(string Name, string Title, ColumnKind Kind = ColumnKind.Text)
{
    public bool IsIndexed { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>SharePoint takes no second item with its value; such a column is indexed.</summary>
    public bool IsUnique { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];

    public ColumnLook Look { get; init; }

    /// <summary>The column with the address that this one leads to: of a signature its record.</summary>
    public string? LeadsTo { get; init; }

    /// <summary>The member of the register's entry that it is; null where people do not edit it.</summary>
    public string? Member { get; init; }

    /// <summary>Part of what names the register's entry: it stays once the entry is there.</summary>
    public bool IsOfId { get; init; }
}

/// <summary>A view of a list.</summary>
/// <param name="Query">CAML; a filter in it is on an indexed column.</param>
public sealed record ListView(string Title, IReadOnlyList<string> Columns, string Query, bool IsDefault = false);

/// <summary>
/// A list of the site, in one place: what Graph is asked to make, what the site script makes, and what rows may hold all come
/// from here.
/// </summary>
/// <param name="Name">What it is called in our tables and records; for ever.</param>
/// <param name="Title">What it is called in SharePoint.</param>
/// <param name="Says">Its description there.</param>
/// <param name="Columns">Beside <see cref="TitleColumn"/>, which every list of SharePoint has.</param>
/// <param name="Register">The kind of register's entry that people edit there; null where only records make it.</param>
public sealed record ListDefinition(
    string Name, string Title, string Says, IReadOnlyList<ListColumn> Columns, IReadOnlyList<ListView> Views, string? Register = null)
{
    /// <summary>Names an item for ever: school and case, or the register's entry.</summary>
    public const string Key = "Key";

    public const string School = "School";

    /// <summary>Of SharePoint itself.</summary>
    public static readonly ListColumn TitleColumn = new("Title", "Title");

    /// <summary>Those that an item has, the first of all among them.</summary>
    public IReadOnlyList<ListColumn> All { get; } = [TitleColumn, .. Columns];

    /// <summary>People edit it; else a change by hand is put right.</summary>
    public bool IsEdited => Register is not null;
}
