namespace TeamsCctv.Storage;

/// <summary>
/// Mails as they arrived, from being accepted until the transaction that puts them into a case, where they are documents.
/// </summary>
internal static class Originals
{
    public static void Create(Session session) => session.Execute(
        "CREATE TABLE IF NOT EXISTS original (sha256 TEXT PRIMARY KEY, waiting INTEGER NOT NULL, bytes BLOB NOT NULL)");

    /// <summary>The same mail may wait for two schools: it goes once the last of them has it.</summary>
    public static void Keep(Session session, string sha256, byte[] bytes) => session.Execute(
        "INSERT INTO original (sha256, waiting, bytes) VALUES ($1, 1, $2) ON CONFLICT (sha256) DO UPDATE SET waiting = waiting + 1", sha256, bytes);

    public static byte[]? Find(Session session, string sha256) =>
        session.First("SELECT bytes FROM original WHERE sha256 = $1", row => (byte[])row[0], sha256);

    public static void Done(Session session, string sha256)
    {
        session.Execute("UPDATE original SET waiting = waiting - 1 WHERE sha256 = $1", sha256);
        session.Execute("DELETE FROM original WHERE sha256 = $1 AND waiting <= 0", sha256);
    }
}
