import { parseTwiml } from '../../../../emulator/products/voice/twiml';

test('TwiML keeps entities, CDATA and white space exactly', () => {
	const [task] = parseTwiml('<Response><Task a="&quot;1&#38;2"> 007 &#10;<![CDATA[<x>]]></Task></Response>');
	expect(task).toEqual({ name: 'Task', attributes: { a: '"1&2' }, text: ' 007 \n<x>', children: [] });
});

test.each(['<html></html>', '<Response><Say>', '', '<Response/><Response/>'])('%s is not TwiML', (xml) => {
	expect(() => parseTwiml(xml)).toThrow();
});
