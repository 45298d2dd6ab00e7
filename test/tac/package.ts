/** The real Twilio Agent Connect that the tests run against, as pip takes it. */
export const TAC = 'twilio-agent-connect[server]==2.5.0';
