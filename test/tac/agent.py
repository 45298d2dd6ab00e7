"""An agent built with Twilio Agent Connect, reduced to the moment it hands over.

Runs the Python lines of docs/api.md against the real package. Reads one JSON job per line from standard input and
writes one JSON result per line:
  {"way": "studio" | "handoff_url" | "voice", "conversationId", "channel", "address", "profileId", "reason", "url"}
With "times" the tool is called as often, at once, and the result is that of all calls.
"""

import asyncio
import json
import pathlib
import re
import sys

from tac import TAC, TACConfig
from tac.channels.voice import VoiceChannel
from tac.models.session import AuthorInfo, ConversationSession

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "api.md"
STOCK, VOICE, MESSAGING = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
EXAMPLE_URL = "https://handoff-1234-dev.twil.io/handoff"


def run_lines(lines, url, **names):
    exec(lines.replace(EXAMPLE_URL, url or EXAMPLE_URL), names)
    return names


async def hand_over(tac, job):
    url = job.get("url")
    session = ConversationSession(
        conversation_id=job["conversationId"],
        channel=job["channel"],
        profile_id=job.get("profileId"),
        author_info=AuthorInfo(address=job["address"]) if job.get("address") else None,
    )
    stock_tool = run_lines(STOCK, url, tac=tac, session=session)["tool"]
    if job["way"] == "studio":
        return await stock_tool(reason=job["reason"])

    channel = run_lines(VOICE, url, tac=tac)
    if job["way"] == "handoff_url":
        names = run_lines(MESSAGING, url, HANDOFF_URL=channel["HANDOFF_URL"])
        tool = names["handoff_tool"](tac, session, {"department": "billing", "priority": "high"})
        return await tool(reason=job["reason"])

    # On a call: what the channel sends over the WebSocket, and the TwiML that started the session.
    voice = channel["voice"] if url else VoiceChannel(tac)
    result = await stock_tool(reason=job["reason"])
    end_message = json.loads(session.pending_handoff_data.model_dump_json(by_alias=True))
    return {**result, "twiml": await voice.handle_incoming_call(), "endMessage": end_message}


async def main():
    tac = TAC(TACConfig.from_env())
    for line in sys.stdin:
        job = json.loads(line)
        results = await asyncio.gather(*(hand_over(tac, job) for _ in range(job.get("times", 1))))
        print(json.dumps(results[0] if "times" not in job else {"results": results}), flush=True)


asyncio.run(main())
