/** The configuration of a workflow, as the API returns it. */
import { parseWorkflow } from '../../../../tools/doctor/flex/workflow-document';

test('a workflow keeps fields that this project does not know', () => {
	const document = {
		task_routing: { filters: [{ expression: '1==1', targets: [{ queue: 'WQ1', x: 1 }] }], y: 2 },
	};
	expect(parseWorkflow(JSON.stringify(document))).toEqual(document);
});

test.each(['{', '{"task_routing": []}', 'null'])('%s is not a workflow', (text) => {
	expect(() => parseWorkflow(text)).toThrow();
});
