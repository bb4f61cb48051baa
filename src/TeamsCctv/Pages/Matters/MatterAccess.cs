using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Matters;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Matters;

/// <summary>Who may read a case of a kind that a policy describes, under the rules of the visitor's scene.</summary>
public static class MatterAccess
{
    /// <summary>
    /// The people of the case, the readers of the log and whoever watches over the school; of an erased case, or a kind the rules
    /// do not know, the latter alone.
    /// </summary>
    public static bool MaySee(this Visitor visitor, Matter matter) => visitor.ReadsLog || visitor.Oversees
        || (matter.Opened is { } opened
            && visitor.Scene.Policy.Matter(opened.Matter) is { } kind
            && MatterCard.MayRead(matter, kind, visitor.Person, visitor.Scene));
}
