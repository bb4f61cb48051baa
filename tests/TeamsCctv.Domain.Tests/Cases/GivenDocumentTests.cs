using TeamsCctv.Domain.Cases.Matters;

namespace TeamsCctv.Domain.Tests.Cases;

public sealed class GivenDocumentTests
{
    private static readonly string Long = new('x', 200);

    public static TheoryData<string?, string> Names => new()
    {
        { "order.pdf", "order.pdf" },
        { @"C:\Users\olive\order.pdf", "order.pdf" },
        { "../../etc/order.pdf", "order.pdf" },
        { "Zoë’s order – 2.pdf", "Zoë’s order – 2.pdf" },
        { "gpj\u202Eedro\u200B.pdf", "gpjedro.pdf" },
        { "or\r\nder\0\u2028.pdf", "order.pdf" },
        { "or\ud800der.pdf", "order.pdf" },
        { Long, Long[..120] },
        { $"{Long[..119]}😀", Long[..119] },
        { "  ", "document" },
        { "..", "document" },
        { "a/", "document" },
        { null, "document" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void NameOf_WhateverTheSenderCallsIt_IsPlainTextWithoutAPath(string? given, string name) =>
        Assert.Equal(name, GivenDocument.NameOf(given));

    [Theory]
    [InlineData(1, "1 KB")]
    [InlineData(2048, "2 KB")]
    [InlineData(GivenDocument.MostBytes, "5.0 MB")]
    public void Says_AnyFile_IsItsNameItsSizeAndTheFirstTwelveDigitsOfItsHash(long bytes, string size) =>
        Assert.Equal($"order.pdf ({size}, SHA-256 0123456789ab…)", new GivenDocument("order.pdf", "application/pdf", bytes, "0123456789abcdef").Says);
}
