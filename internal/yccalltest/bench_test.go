package yccalltest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func serve(b *testing.B, s *Server, body string) string {
	request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, request)
	reply := recorder.Body.String()
	if !strings.HasPrefix(reply, `{"ret":200,"data":{"status":0`) {
		b.Fatal(reply)
	}
	return reply
}

func benchTask(b *testing.B) (*Server, string) {
	s := New(Config{Tokens: []string{testToken}})
	serve(b, s, form(creat, creation("status", "1")...).Encode())
	return s, s.Tasks()[0].ID
}

func BenchmarkTaskAddOf10000Numbers(b *testing.B) {
	s, id := benchTask(b)
	all := phones(10_000)
	b.ReportAllocs()
	for part := 0; b.Loop(); part++ {
		b.StopTimer()
		fresh := make([]string, len(all))
		for i := range fresh {
			fresh[i] = fmt.Sprintf("1%010d", part*len(all)+i)
		}
		body := form(add, "taskid", id, "telphone", telphone(fresh...)).Encode()
		b.StartTimer()
		serve(b, s, body)
	}
}

func BenchmarkLastPageOfAMillionNumbers(b *testing.B) {
	s, id := benchTask(b)
	if err := s.ConsoleAdd(id, phones(1_000_000)...); err != nil {
		b.Fatal(err)
	}
	s.Dial(id, 500_000)
	body := form(info, "taskid", id, "status", "1", "currentpage", "500", "itemsperpage", "1000").Encode()
	b.ReportAllocs()
	for b.Loop() {
		serve(b, s, body)
	}
}
