namespace Snackable.Sandbox.ProcessingApi.Texts;

/// <summary>Spoken English.</summary>
internal static class English
{
    public static Language Language { get; } = new()
    {
        Episodes =
        [
            "The Truth About {thing}",
            "What {person} Knows About {thing}",
            "A Short Guide to {thing}",
            "{number} Questions About {thing}",
            "Falling in Love with {thing}",
            "Postcards from {place}",
            "From {place} with {thing}",
            "Live from {place}",
            "{person} Answers Your Letters",
            "The Trouble with {thing}",
            "Everything You Forgot About {thing}",
            "In Search of {thing}",
        ],
        People =
        [
            "Maya", "Jonas", "Amara", "Theo", "Priya", "Leila", "Tom Okafor", "Ingrid", "Mateo", "Dr. Hale", "Ruth", "Kenji", "Zoë",
            "Siobhán", "Professor Lindqvist", "Auntie Bea", "Anika Rao", "Old Mr. Fisk", "Nadia", "Captain Wu",
        ],
        Sentences =
        [
            "Welcome back, everyone, I am {person}, and this week we are talking about {thing}.",
            "Before we start, a quick thank you to the {number} of you who wrote in from {place} after last week's episode.",
            "So tell me, {person}, when did you first come across {thing}?",
            "Honestly? I was still at school, and nobody at home wanted to hear a word about {thing}.",
            "That is exactly the kind of thing people say right before they change their mind.",
            "Let me read you a message from {person} in {place}, because it made my whole morning.",
            "\"Dear both,\" it says, \"I have listened to every episode, and you still have not explained {thing}.\"",
            "Fair enough. We have been avoiding it for at least {number} episodes.",
            "Right, and that is where the story turns to {thing}.",
            "I remember walking through {place} with {person} and thinking: somebody should make a show about this.",
            "We will put a link to that in the show notes, together with the recipe, the map and the apology.",
            "Hold on, hold on, say that again, slowly, for the people in the back.",
            "You can hear the rain on the roof here, so forgive us if it gets a little loud.",
            "There is an old story about that in {place}, and like all old stories it is about half true.",
            "About {number} percent of the people we asked had never thought about {thing} at all.",
            "And the other half thought about nothing else!",
            "It sounds simple, but it took {person} the better part of {number} weeks to work it out.",
            "If you remember only one sentence from today, let it be this one.",
            "We asked the same question in {place}, and the answer could not have been more different.",
            "Okay, short break, and when we come back, {person} tells us what went wrong in {place}.",
            "Mm-hm. Yes. No, absolutely.",
            "I would not call it a failure, I would call it a very expensive lesson about {thing}.",
            "What surprised you most? For me it was how quiet it was.",
            "That is all we have time for today; thank you to {person} for coming all the way from {place}.",
            "If you liked this, tell a friend, and if you did not, tell us – we really do read everything.",
            "Let us go back a step, because I think we lost a few people there.",
        ],
    };
}
