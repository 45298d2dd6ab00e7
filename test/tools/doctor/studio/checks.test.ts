/** What is said of the flow: each fault makes one finding. */
import type { Emulator } from '../../../../emulator/core/emulator';
import type { FlowView } from '../../../../tools/account/account-view';
import { useEmulator } from '../../../emulator/client';
import { flow, type ViewOptions, viewOf } from '../../../support/account-view';
import { deployed, faults, findings } from '../engine/findings';

describe('the flow', () => {
	let emulator: Emulator;
	useEmulator((started) => {
		emulator = started;
	});
	const view = (changed: Partial<FlowView>, project: ViewOptions['project'] = {}) =>
		viewOf(emulator, { project: { ...deployed, flow: async () => ({ ...flow, ...changed }), ...project } });

	test('as it should be', async () => {
		const found = await findings(view({}));
		const said = [...found.values()].filter(({ check }) => check.startsWith('studio/'));
		expect(said.map(({ check, status, found }) => [check, status, found])).toEqual([
			['studio/deployed', 'ok', `"AI-to-human handoff" (${flow.sid}), revision 3`],
			['studio/published', 'ok', 'revision 3'],
			['studio/version', 'ok', '1.0.0, as in this folder'],
			['studio/drift', 'ok', 'none'],
		]);
	});

	test.each([
		[
			'an earlier version',
			{ version: '0.9.0' },
			'studio/version',
			'version 0.9.0, and this folder has 1.0.0',
			true,
		],
		[
			'other settings',
			{ changes: async () => ['one', 'two', 'three', 'four'] },
			'studio/version',
			'1.0.0, but deploying would change: one; two; three; and 1 more',
			true,
		],
		[
			'an edit in the Console',
			{ edited: true, version: '0.9.0', changes: async () => ['one'] },
			'studio/drift',
			'edited: revision 3 is not what was deployed',
			false,
		],
		[
			'a draft',
			{ status: 'draft', edited: true, changes: async () => ['one'] },
			'studio/published',
			'revision 3 is a draft, not published',
			false,
		],
		[
			'somebody else’s flow',
			{ version: undefined, edited: true, status: 'draft', changes: async () => ['one'] },
			'agent-connect/flow-sid',
			expect.anything(),
			false,
		],
	])('%s', async (_what, changed: Partial<FlowView>, check, found, deploys) => {
		const [fault, ...others] = await faults(view(changed));
		expect(others).toEqual([]);
		expect(fault).toMatchObject({ check, found });
		expect(fault?.fixes.some(({ deploy }) => deploy)).toBe(deploys);
	});

	test('one that nobody knows how to compare is not called the same', async () => {
		const found = await findings(view({ changes: async () => undefined }));
		expect(found.get('studio/version')).toMatchObject({
			status: 'skipped',
			found: expect.stringContaining('it is not compared'),
		});
	});

	test('without the Functions a flow cannot be compared', async () => {
		const found = await faults(
			view({ changes: async () => ['their address'] }, { deployment: async () => undefined }),
		);
		expect(found).toMatchObject([
			{
				check: 'functions/deployed',
				fixes: [{ title: 'Deploy the Functions and the flow (npm run deploy)' }],
			},
		]);
	});
});
