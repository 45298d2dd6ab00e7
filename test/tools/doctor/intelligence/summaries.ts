/**
 * An account whose conversations one Intelligence configuration summarizes, as the checks of its rules see it.
 * @module
 */
import type { IntelligenceConfiguration, IntelligenceRule } from '../../../../emulator/core/world';
import type { Finding } from '../../../../tools/doctor/engine/check';
import type { EmulatedAccount } from '../../../support/emulated-account';

export const SUMMARY = { id: 'intelligence_operator_01kcv35pnkeysaf6z6cqtbpegn' };
/** For another purpose. */
export const SENTIMENT = {
	id: 'intelligence_operator_01kcrvw16kfa88qvgrfmr7y151',
	parameters: { detail: 'high' },
};
export const WEBHOOK = { type: 'WEBHOOK', method: 'POST', url: 'https://crm.example.com/results' };

/** A rule for another purpose, unless it is changed. */
export function rule(more: Partial<IntelligenceRule> = {}): IntelligenceRule {
	const id = `intelligence_configurationrule_${String(Math.random()).slice(2)}`;
	return { id, operators: [SENTIMENT], triggers: [{ on: 'COMMUNICATION' }], actions: [], ...more };
}

/** A rule as the guide has it, without Twilio's id. */
export function plain(on: 'CONVERSATION_END' | 'CONVERSATION_INACTIVE') {
	return { operators: [SUMMARY], triggers: [{ on }], actions: [] };
}

export function withoutIds(rules: readonly IntelligenceRule[] = []) {
	return rules.map(({ id: _, ...rest }) => rest);
}

/** What is attached to the virtual agent's configuration. */
export function attachedIn({ world, configuration }: EmulatedAccount): IntelligenceConfiguration[] {
	return configuration.intelligenceConfigurationIds.flatMap((id) => {
		const found = world.intelligenceConfigurations.get(id);
		return found ? [found] : [];
	});
}

/** The only one attached. */
export function summariesOf(account: EmulatedAccount): IntelligenceConfiguration {
	const [first] = attachedIn(account);
	if (!first) throw new Error('The world has no Intelligence configuration');
	return first;
}

/** Adds a copy, not attached. */
export function addSpare(account: EmulatedAccount): IntelligenceConfiguration {
	const spare = {
		...structuredClone(summariesOf(account)),
		id: `intelligence_configuration_${'0'.repeat(26)}`,
		displayName: 'spare',
	};
	account.world.intelligenceConfigurations.set(spare.id, spare);
	return spare;
}

export async function wrongIn(account: EmulatedAccount): Promise<Finding[]> {
	return (await account.findings()).filter(({ status }) => status === 'wrong');
}
