namespace TeamsCctv.Protocols.Teams.Tokens;

/// <summary>Why a token was not taken. The names go to logs and tests, never to the sender.</summary>
public enum TokenRefusal
{
    /// <summary>No <c>Authorization: Bearer</c> header, or one longer than a token can be.</summary>
    Missing,

    /// <summary>Not a JWS in compact form.</summary>
    Malformed,

    /// <summary>Not RS256, or where the channel speaks RS384 or RS512: unsigned and shared-secret tokens end here.</summary>
    Algorithm,

    /// <summary>Signed by a key that the issuer does not announce.</summary>
    UnknownKey,

    /// <summary>The signature does not fit the key.</summary>
    Signature,

    /// <summary><c>iss</c> is not the channel's, or not our tenant's.</summary>
    Issuer,

    /// <summary><c>aud</c> is not this application.</summary>
    Audience,

    /// <summary>Outside <c>nbf</c> to <c>exp</c> by more than five minutes, or without <c>exp</c>.</summary>
    Lifetime,

    /// <summary>The claim <c>serviceurl</c> is missing.</summary>
    ServiceUrlMissing,

    /// <summary>The claim <c>serviceurl</c> is not the activity's.</summary>
    ServiceUrlDiffers,

    /// <summary>The service address is not one that the bot may connect to.</summary>
    ServiceUrlUnlisted,

    /// <summary>A channel other than Teams: its clients may set tenant and object id as they like.</summary>
    OtherChannel,

    /// <summary>The key does not vouch for the activity's channel.</summary>
    NotEndorsed,

    /// <summary>No tenant, or one that is not ours.</summary>
    OtherTenant,

    /// <summary>Somebody whom another tenant vouches for, or a guest of ours.</summary>
    Guest,

    /// <summary>No person's token for the scope that the tab asks for: an application's own, or an id token.</summary>
    NotDelegated,

    /// <summary>Given to a program that is not Teams.</summary>
    OtherClient,

    /// <summary>The issuer's keys cannot be read at the moment; the sender may try again.</summary>
    KeysUnavailable,
}

/// <summary>How a refusal is answered.</summary>
public static class TokenRefusals
{
    /// <summary>
    /// 401 where we do not know who speaks; 403 where the issuer has signed but not for this activity, bot, tenant or person;
    /// 503 where we could not look.
    /// </summary>
    public static int StatusOf(TokenRefusal refusal) => refusal switch
    {
        TokenRefusal.Missing or TokenRefusal.Malformed or TokenRefusal.Algorithm or TokenRefusal.UnknownKey
            or TokenRefusal.Signature or TokenRefusal.Issuer or TokenRefusal.Audience or TokenRefusal.Lifetime => 401,
        TokenRefusal.ServiceUrlMissing or TokenRefusal.ServiceUrlDiffers or TokenRefusal.ServiceUrlUnlisted
            or TokenRefusal.OtherChannel or TokenRefusal.NotEndorsed or TokenRefusal.OtherTenant
            or TokenRefusal.Guest or TokenRefusal.NotDelegated or TokenRefusal.OtherClient => 403,
        TokenRefusal.KeysUnavailable => 503,
    };
}
