package main

import (
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestProfileSaysHowTheMockBehaves(t *testing.T) {
	t.Parallel()
	write := func(text string) string {
		path := filepath.Join(t.TempDir(), "profile.json")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	path := write(`{"version":1,"dialect":["string-ints","max-page-size=7"],"utc_offset":"-03:30","seen":{"integers":"texts"}}`)
	s := begin(t, "-quiet", "-token", "tok", "-dialect", "max-page-size=5", "-profile", path)
	created := s.post(t, url.Values{
		"service": {"App.Sip_Yccall.TaskCreat"}, "token": {"tok"}, "assigntype": {"3"}, "assignagent": {"g"},
		"taskscale": {"1:1"}, "telphone": {`[{"phone":"13900000000"}]`},
	})
	listed := s.post(t, url.Values{"service": {"App.Sip_Yccall.TaskList"}, "token": {"tok"}, "itemsperpage": {"9"}})
	if !strings.Contains(created, `"ret":"200"`) || !strings.Contains(listed, `"itemsperpage":"5"`) {
		t.Errorf("%s\n%s", created, listed)
	}
	s.end(t)

	for name, text := range map[string]string{
		"newer version": `{"version":2,"dialect":[]}`, "no version": `{"dialect":[]}`, "unknown habit": `{"version":1,"dialect":["klingon"]}`,
		"wrong offset": `{"version":1,"dialect":[],"utc_offset":"China"}`, "two": `{"version":1}{"version":1}`, "no JSON": `dialect`,
	} {
		if err := run(t.Context(), []string{"-profile", write(text)}, io.Discard, io.Discard); err == nil {
			t.Errorf("a profile with %s was accepted", name)
		}
	}
	if err := run(t.Context(), []string{"-profile", path + ".not"}, io.Discard, io.Discard); err == nil {
		t.Error("a profile that is not there was accepted")
	}
}
