const milliseconds = 3000;

/** Sends JSON to another server. Returns the status of its answer; 0 when there is none. */
export async function postToPeer(url: string, content: unknown): Promise<number> {
  const answer = await ask(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(content),
  });
  return answer?.status ?? 0;
}

/** Whether anything answers at a URL. */
export async function answersAt(url: string): Promise<boolean> {
  return (await ask(url, { method: "HEAD" })) !== undefined;
}

async function ask(url: string, request: RequestInit): Promise<Response | undefined> {
  try {
    const answer = await fetch(url, { ...request, redirect: "manual", signal: AbortSignal.timeout(milliseconds) });
    await answer.arrayBuffer();
    return answer;
  } catch {
    return undefined;
  }
}
