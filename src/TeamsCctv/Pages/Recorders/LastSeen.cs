using NodaTime;

namespace TeamsCctv.Pages.Recorders;

/// <summary>When a recorder was last heard of, heartbeats included; null where it never was.</summary>
/// <param name="recorder">The register's id.</param>
public delegate Instant? LastSeen(string recorder);
