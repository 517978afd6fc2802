package numberlist

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const benchmarkRows = 1_000_000

// scattered returns made-up mobile numbers in an order that is not sorted, each once.
func scattered(i int) string {
	return fmt.Sprintf("13%09d", int64(i)*7_368_787%10_000_019*97)
}

// benchmarkFile writes a list of benchmarkRows rows and returns its source.
func benchmarkFile(b *testing.B, name, header, tail string, row func(i int) string) *Source {
	b.Helper()
	var text strings.Builder
	text.WriteString(header)
	for i := range benchmarkRows {
		text.WriteString(row(i))
	}
	text.WriteString(tail)
	path := filepath.Join(b.TempDir(), name)
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	source, err := File(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	b.ResetTimer()
	return source
}

func phoneRow(i int) string { return scattered(i) + "\n" }

func fullRow(i int) string {
	return fmt.Sprintf("%s,1767225600,user-%07d,member-%07d,%08x-0000-4000-8000-%012x,renewal of contract %d\n", scattered(i), i, i, i, i, i)
}

const fullHeader = "phone,time,user_id,member_id,custom_uuid,ext\n"

func objectRow(i int) string {
	return fmt.Sprintf(`{"phone":"%s","time":1767225600,"userid":"user-%07d","ext":"renewal of contract %d"}`+"\n", scattered(i), i, i)
}

func benchmarkCheck(b *testing.B, source *Source) {
	b.Helper()
	for b.Loop() {
		list, err := Check(context.Background(), source, CheckOptions{})
		if err != nil {
			b.Fatal(err)
		}
		if list.Count != benchmarkRows {
			b.Fatalf("Count = %d", list.Count)
		}
	}
}

func BenchmarkCheckCSVPhones(b *testing.B) {
	benchmarkCheck(b, benchmarkFile(b, "list.csv", "phone\n", "", phoneRow))
}

func BenchmarkCheckCSVAllColumns(b *testing.B) {
	benchmarkCheck(b, benchmarkFile(b, "list.csv", fullHeader, "", fullRow))
}

func BenchmarkCheckCSVQuoted(b *testing.B) {
	benchmarkCheck(b, benchmarkFile(b, "list.csv", "phone,ext\n", "", func(i int) string {
		return fmt.Sprintf("%s,\"renewal, \"\"urgent\"\", of contract %d\"\n", scattered(i), i)
	}))
}

func BenchmarkCheckJSONLines(b *testing.B) {
	benchmarkCheck(b, benchmarkFile(b, "list.jsonl", "", "", objectRow))
}

func BenchmarkCheckJSONArray(b *testing.B) {
	benchmarkCheck(b, benchmarkFile(b, "list.json", "[", "{\"phone\":12345}]", func(i int) string {
		if i == 0 {
			return ""
		}
		return strings.TrimSuffix(objectRow(i), "\n") + ",\n"
	}))
}

func benchmarkBatches(b *testing.B, source *Source) {
	b.Helper()
	list, err := Check(context.Background(), source, CheckOptions{})
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for b.Loop() {
		count := 0
		for batch, err := range list.Batches(context.Background(), nil) {
			if err != nil {
				b.Fatal(err)
			}
			count += batch.Count()
		}
		if count != benchmarkRows {
			b.Fatalf("%d numbers in batches", count)
		}
	}
}

func BenchmarkBatchesPhones(b *testing.B) {
	benchmarkBatches(b, benchmarkFile(b, "list.csv", "phone\n", "", phoneRow))
}

func BenchmarkBatchesAllColumns(b *testing.B) {
	benchmarkBatches(b, benchmarkFile(b, "list.csv", fullHeader, "", fullRow))
}
