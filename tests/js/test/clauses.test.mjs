import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clausesOf } from '../clauses.mjs';

const report = `<assemblies><assembly><collection>
<test type="A.B" method="It_holds" name="A.B.It_holds(x: &quot;1&quot;)" result="Pass"><traits><trait name="clause" value="AL-9.5" /><trait name="clause" value="AL-10.2" /></traits></test>
<test type="A.B" method="It_holds" name="A.B.It_holds(x: 2)" result="Fail"><traits><trait name="clause" value="AL-9.5" /></traits><failure><message>no</message></failure></test>
<test type="A.B" method="Short" name="A.B.Short" result="Pass" />
<test type="A.B" method="Nothing" name="A.B.Nothing" result="Pass"><traits><trait name="kind" value="x" /></traits></test>
<test type="A.B" method="Left" name="A.B.Left" result="Skip"><traits><trait name="clause" value="AL-9.5" /></traits></test>
</collection></assembly></assemblies>`;

test('each clause has its tests and the worst result of each', () => {
  assert.deepEqual(clausesOf([report]), [
    ['AL-9.5', 'A.B.It_holds', 'Fail'],
    ['AL-9.5', 'A.B.Left', 'Skip'],
    ['AL-10.2', 'A.B.It_holds', 'Pass'],
  ]);
});

test('a report without clauses lists nothing', () => assert.deepEqual(clausesOf(['<assemblies></assemblies>']), []));
