package yccall

import (
	"bytes"
	"fmt"
	"testing"
)

// BenchmarkDecodePage decodes the largest page of TaskInfo.
func BenchmarkDecodePage(b *testing.B) {
	var rows bytes.Buffer
	for i := range 10_000 {
		if i > 0 {
			rows.WriteByte(',')
		}
		fmt.Fprintf(&rows, `{"taskid":"20250106150501420056","telphone":%q,"userid":"","memberid":"m-%d","chengshudu":"","customuuid":"","status":1035,"extnumber":null,"answered":null,"answertype":null}`, phoneOf(i), i)
	}
	body := []byte(success(`{"totalitems":10000,"result":[` + rows.String() + `]}`))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := decodeReply(200, body)
		if err != nil {
			b.Fatal(err)
		}
		list, _, _, _ := decodePage(r.result, "result")
		if decoded, err := decodeRows[numberRow](list); err != nil || len(decoded) != 10_000 {
			b.Fatal(err)
		}
	}
}
