"""A virtual agent built with Twilio Agent Connect: SMS, WhatsApp, web chat and calls.

It replies from a small script, or with OpenAI if OPENAI_API_KEY is set (`pip install openai`), and hands off to an agent in
Flex when the customer asks for a person. Against the emulator:

    pip install -r examples/python/requirements.txt
    npx handoff start --with-agent        # or, in a second shell: source .emulator/env.sh; python examples/python/agent.py
"""

import json
import os
import re
from collections import defaultdict
from contextlib import suppress

import httpx
from tac import TAC, TACConfig
from tac.channels.chat import ChatChannel
from tac.channels.sms import SMSChannel
from tac.channels.voice import VoiceChannel
from tac.channels.whatsapp import WhatsAppChannel
from tac.server import TACFastAPIServer
from tac.tools.handoff import build_handoff_payload, create_studio_handoff_tool, post_studio_handoff

HANDOFF_URL = os.environ.get("HANDOFF_URL")  # https://….twil.io/handoff; if not set, handoffs go directly to Studio
ATTRIBUTES = {"department": "support"}
PERSON = re.compile(r"\b(person|human|agent|someone|representative|operator|people)\b", re.IGNORECASE)

os.environ.setdefault("TWILIO_WHATSAPP_NUMBER", f"whatsapp:{os.environ['TWILIO_PHONE_NUMBER']}")
tac = TAC(TACConfig.from_env())
voice = VoiceChannel(tac)
history = defaultdict(list)


async def hand_over(session, reason):
    """Hands off the customer. Calls go through the flow, messages through /handoff, which reports failures."""
    attributes = {**ATTRIBUTES, "reason": reason}
    if session.channel == "VOICE" or not HANDOFF_URL:
        return await create_studio_handoff_tool(tac, session, attributes=ATTRIBUTES)(reason=reason)
    orchestrator = tac.conversation_orchestrator_client
    with suppress(Exception):  # makes the summary
        await orchestrator.update_conversation(session.conversation_id, status="INACTIVE")
    with suppress(Exception):  # the virtual agent stops listening
        await orchestrator.clear_status_callbacks(session.conversation_id)
    payload = build_handoff_payload(session, tac.conversation_memory_client.store_id, attributes)
    for _ in range(2):  # after a lost response, /handoff finds out on a retry whether it was carried out
        try:
            await post_studio_handoff(
                payload, session, handoff_url=HANDOFF_URL, from_address=tac.config.phone_number,
                api_key=tac.config.api_key, api_secret=tac.config.api_secret,
            )
            return {"status": "handoff_initiated"}
        except Exception as error:
            failure = str(error)
    await give_back(session)
    return {"status": "handoff_failed", "error": failure}


async def give_back(session):
    """Sets the conversation ACTIVE again, with its callbacks, so that the customer's next message reaches this agent."""
    with suppress(Exception):
        async with httpx.AsyncClient(auth=(tac.config.api_key, tac.config.api_secret), timeout=10) as client:
            url = f"{HANDOFF_URL.removesuffix('/handoff')}/give-back"
            (await client.post(url, json={"conversationId": session.conversation_id})).raise_for_status()


async def scripted(message, session):
    if not PERSON.search(message):
        return f"This is a Python agent. You said “{message}”. Ask for a person, and I'll connect you."
    result = await hand_over(session, f"The customer said: {message}")
    if result["status"] == "handoff_initiated":
        return "I'm transferring you to an agent. One moment, please."
    return "I couldn't reach an agent just now. Please ask me again in a moment."


async def with_openai(message, session):
    from openai import AsyncOpenAI

    said = history[session.conversation_id]
    said.append({"role": "user", "content": message})
    tool = {
        "name": "handoff",
        "description": "Hand off the conversation to a human agent, when the customer asks for one or you cannot help.",
        "parameters": {"type": "object", "properties": {"reason": {"type": "string"}}, "required": ["reason"]},
    }
    system = {"role": "system", "content": "You are a brief, friendly support agent. Hand off when asked for a person."}
    model = os.environ.get("OPENAI_MODEL", "gpt-4o-mini")
    async with AsyncOpenAI() as client:
        answer = await client.chat.completions.create(
            model=model, messages=[system, *said], tools=[{"type": "function", "function": tool}]
        )
    choice = answer.choices[0].message
    text = choice.content or ""
    for call in choice.tool_calls or []:
        result = await hand_over(session, json.loads(call.function.arguments)["reason"])
        ok = result["status"] == "handoff_initiated"
        text = "I'm transferring you to an agent." if ok else "I couldn't reach an agent just now."
    said.append({"role": "assistant", "content": text})
    return text


async def words(text):
    for word in re.findall(r"\S+\s*", text):
        yield word


async def on_message(message, session, memory):
    reply = await (with_openai if os.environ.get("OPENAI_API_KEY") else scripted)(message, session)
    if session.channel != "VOICE":
        return reply
    await voice.send_response(session.conversation_id, words(reply))  # streamed, word by word
    return None


tac.on_message_ready(on_message)
messaging = [SMSChannel(tac), WhatsAppChannel(tac), ChatChannel(tac)]

if __name__ == "__main__":
    TACFastAPIServer(tac, voice_channel=voice, messaging_channels=messaging).start()
