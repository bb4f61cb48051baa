namespace TeamsCctv.Tests.Support;

/// <summary>Loses requests of one kind, on the way there or on the way back, while it is on.</summary>
internal sealed class LosesRequests(Func<HttpRequestMessage, bool> which, bool persisted) : DelegatingHandler(new SocketsHttpHandler())
{
    public bool IsOn { get; set; }

    public static LosesRequests Appends(bool persisted) =>
        new(request => request.RequestUri!.Query.Contains("comp=appendblock", StringComparison.Ordinal), persisted);

    /// <summary>Copies of a database as they are put.</summary>
    public static LosesRequests Copies(bool persisted) =>
        new(request => request.Method == HttpMethod.Put && request.RequestUri!.AbsolutePath.Contains("/copies/", StringComparison.Ordinal), persisted);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var loses = IsOn && which(request);
        if (!loses || persisted)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (!loses)
                return answer;
            answer.Dispose();
        }

        throw new HttpRequestException("Lost.");
    }
}
