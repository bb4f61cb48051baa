namespace TeamsCctv.Features.Policies;

/// <summary><c>/policies/profile.schema.json</c>: what a profile may hold, for whoever writes one. It says nothing of any school.</summary>
public static class SchemaEndpoint
{
    private static readonly string Schema = Path.Combine(AppContext.BaseDirectory, "Policies", "profile.schema.json");

    public static void MapPolicySchema(this IEndpointRouteBuilder app) =>
        app.MapGet("/policies/profile.schema.json", () => Results.File(Schema, "application/schema+json"));
}
