using System.Text.Json;

namespace TeamsCctv.Browser.Tests.Teams;

/// <summary>Pages that frame ours.</summary>
internal static class HostPages
{
    /// <summary>
    /// Teams with a tab open: answers the messages of Microsoft's script as teams-js 2.58 sends them. Without a token it
    /// answers as Teams does where somebody may not have one.
    /// </summary>
    public static string Teams(string tab, string? token, string objectId) => $$"""
        <!doctype html><html lang=en><title>Teams</title>
        <style>body{margin:0;font:14px system-ui;background:#3d3e66;color:#fff;display:grid;grid-template-rows:48px 1fr;height:100vh}iframe{border:0;width:100%;height:100%;background:#fff}header{padding:12px 20px}</style>
        <header>Microsoft Teams (played) · CCTV</header>
        <iframe name=tab title="CCTV" sandbox="allow-forms allow-popups allow-popups-to-escape-sandbox allow-same-origin allow-scripts allow-downloads"></iframe>
        <script>
        const token = {{JsonSerializer.Serialize(token)}};
        const answers = {
          initialize: () => ['content', 'web', JSON.stringify({ apiVersion: 4, hostVersionsInfo: {}, isNAAChannelRecommended: false, supports: {} }), '2.58.0'],
          'authentication.getAuthToken': () => token ? [true, token] : [false, 'CancelledByUser'],
          getContext: () => [{ userObjectId: {{JsonSerializer.Serialize(objectId)}}, locale: 'en-gb', theme: 'default', entityId: 'log', tid: '' }],
        };
        window.heard = [];
        addEventListener('message', event => {
          const { id, uuidAsString, func } = event.data;
          window.heard.push(`${event.origin} ${func}`);
          const args = answers[func]?.();
          if (args) event.source.postMessage({ id, uuidAsString, args }, event.origin);
        });
        document.querySelector('iframe').src = {{JsonSerializer.Serialize(tab)}};
        </script>
        """;

    /// <summary>Somebody else's page: it shows ours, sends a form in a visitor's name and brings a token of its own.</summary>
    public static string Attacker(string app, string token) => $$"""
        <!doctype html><html lang=en><title>Win a prize</title><h1>Win a prize</h1>
        <iframe name=framed title="framed" src="{{app}}/log" width=600 height=300></iframe>
        <iframe name=answer title="answer" width=600 height=100></iframe>
        <form method=post action="{{app}}/matters/new/access-request?school=oakfield" target=answer>
          <input name=f.applicant value="Pat Parent"><input name=f.how value=verbal><input name=f.received value="2026-11-10"><input name=f.details value="The gate.">
        </form>
        <script>
        document.querySelector('form').submit();
        fetch('{{app}}/sign-in/teams', { method: 'POST', credentials: 'include', mode: 'no-cors', body: JSON.stringify({ token: {{JsonSerializer.Serialize(token)}} }) })
          .then(() => window.brought = 'sent', () => window.brought = 'blocked');
        </script>
        """;
}
