namespace TeamsCctv.Storage;

/// <summary>The store did not say whether a write happened. Look before repeating it.</summary>
public sealed class StoreFailedException(Exception inner) : Exception("The store did not confirm the write.", inner);
