using System.Collections.Concurrent;
using System.Net;

namespace TeamsCctv.Tests.Support;

/// <summary>Every address that a client is about to connect to. As the last handler it answers 200 and connects nowhere.</summary>
internal sealed class Connections(bool last) : DelegatingHandler
{
    public ConcurrentQueue<Uri> Addresses { get; } = new();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Addresses.Enqueue(request.RequestUri!);
        return last ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") }) : base.SendAsync(request, cancellationToken);
    }
}
