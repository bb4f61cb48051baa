using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry;
using OpenTelemetry.Resources;
using TeamsCctv.Storage;

namespace TeamsCctv.Protocols.Telemetry;

/// <summary>
/// Traces, metrics and log lines to Azure Monitor where <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c> is set, and to a collector
/// where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is. Requests are not traced as such: recorders' secrets are in their paths.
/// </summary>
internal static class TelemetryServices
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var azure = builder.Configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"] is { Length: > 0 } connection ? connection : null;
        var collector = builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        if (azure is null && !collector)
            return;
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Measures.Name, serviceVersion: typeof(TelemetryServices).Assembly.GetName().Version!.ToString(3)))
            .WithTracing(traces =>
            {
                traces.AddSource(Measures.Name);
                if (azure is not null)
                    traces.AddAzureMonitorTraceExporter(options => options.ConnectionString = azure);
            })
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Measures.Name, "System.Runtime");
                if (azure is not null)
                    metrics.AddAzureMonitorMetricExporter(options => options.ConnectionString = azure);
            })
            .WithLogging(logs =>
            {
                if (azure is not null)
                    logs.AddAzureMonitorLogExporter(options => options.ConnectionString = azure);
            });
        if (collector)
            telemetry.UseOtlpExporter();
    }
}
