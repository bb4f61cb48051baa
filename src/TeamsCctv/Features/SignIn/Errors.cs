namespace TeamsCctv.Features.SignIn;

/// <summary>A setting without which the process must not start, in a line for who sets it.</summary>
public sealed record StartProblem(string Text);
