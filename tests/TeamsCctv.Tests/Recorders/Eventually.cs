namespace TeamsCctv.Tests.Recorders;

/// <summary>Waits for what another thread is about to do.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        for (var tries = 0; tries < 400; tries++)
        {
            if (condition())
                return;
            await Task.Delay(25);
        }

        Assert.Fail("It did not become true within ten seconds.");
    }
}
