package provider_test

import "testing"

func TestAccSmoke(t *testing.T) {
	t.Parallel()
	p := demoPlatform(t)
	c := newCommandLine(t)
	file := writeCSV(t, t.TempDir(), "list.csv", phonesFrom(0, 5)...)
	o := c.apply(campaign(p, numbersFile(file)))
	c.wantSuccess(o)
	t.Log(o.text, c.state())
	o = c.plan(campaign(p, numbersFile(file), `concurrent = 5`))
	t.Log(o.text)
}
