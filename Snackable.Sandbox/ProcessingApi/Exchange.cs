namespace Snackable.Sandbox.ProcessingApi;

/// <summary>One call and the answer to it that is under way.</summary>
internal sealed class Exchange(HttpContext http, Call call, Func<Answer> rightAnswer, TimeProvider time)
{
    public Call Call => call;

    public HttpResponse Response => http.Response;

    /// <summary>Is canceled when the caller disconnects.</summary>
    public CancellationToken Leaving => http.RequestAborted;

    /// <summary>The answer as the list is now.</summary>
    public Answer RightAnswer() => rightAnswer();

    public Task WaitAsync(TimeSpan duration) => duration > TimeSpan.Zero ? Task.Delay(duration, time, Leaving) : Task.CompletedTask;

    public void Head(Answer answer)
    {
        Response.StatusCode = answer.Status;
        Response.ContentType = answer.ContentType;
        Response.ContentLength = answer.Body.Length;
    }

    public async Task SendAsync(Answer answer)
    {
        Head(answer);
        await Response.Body.WriteAsync(answer.Body, Leaving);
    }

    public void Abort() => http.Abort();
}
