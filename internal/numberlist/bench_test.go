package numberlist

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
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

// The others are of lists as people have them.

func BenchmarkCheckGB18030(b *testing.B) {
	encoded, err := simplifiedchinese.GB18030.NewEncoder().String("phone,ext\n")
	if err != nil {
		b.Fatal(err)
	}
	note, err := simplifiedchinese.GB18030.NewEncoder().String("续费提醒，客户")
	if err != nil {
		b.Fatal(err)
	}
	benchmarkAs(b, benchmarkFile(b, "list.csv", encoded, "", func(i int) string {
		return fmt.Sprintf("%s,%s%d\n", scattered(i), note, i)
	}), Format{Encoding: "gb18030"})
}

func BenchmarkCheckUTF16(b *testing.B) {
	wide := func(text string) string {
		var bytes []byte
		for _, c := range []byte(text) {
			bytes = append(bytes, c, 0)
		}
		return string(bytes)
	}
	benchmarkAs(b, benchmarkFile(b, "list.csv", "\xff\xfe"+wide("phone\tuser_id\r\n"), "", func(i int) string {
		return wide(fmt.Sprintf("%s\tuser-%07d\r\n", scattered(i), i))
	}), Format{})
}

func BenchmarkCheckSemicolons40Columns(b *testing.B) {
	header, rest := "Mobile;Record", ""
	for i := range 38 {
		header += fmt.Sprintf(";column %d", i)
		rest += ";some value"
	}
	benchmarkAs(b, benchmarkFile(b, "list.csv", header+"\n", "", func(i int) string {
		return fmt.Sprintf("%s;R-%07d%s\n", scattered(i), i, rest)
	}), columnsOf("phone", "Mobile", "user_id", "Record"))
}

func benchmarkAs(b *testing.B, source *Source, format Format) {
	b.Helper()
	source, err := source.As(format)
	if err != nil {
		b.Fatal(err)
	}
	benchmarkCheck(b, source)
}

// BenchmarkCheckWorkbook reads 100,000 rows of six columns, half of them shared texts.
func BenchmarkCheckWorkbook(b *testing.B) {
	const rows = 100_000
	cells := [][]string{{"phone", "time", "user_id", "member_id", "custom_uuid", "ext"}}
	for i := range rows {
		cells = append(cells, []string{
			scattered(i), "#1767225600", fmt.Sprintf("user-%07d", i), fmt.Sprintf("#%d", i), fmt.Sprintf("#%d", i), fmt.Sprintf("renewal of contract %d", i),
		})
	}
	path := filepath.Join(b.TempDir(), "book.xlsx")
	if err := os.WriteFile(path, []byte(workbook(b, sheet{name: "one", cells: cells})), 0o600); err != nil {
		b.Fatal(err)
	}
	source, err := File(path)
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	b.ReportAllocs()
	b.ResetTimer()
	var most uint64
	for b.Loop() {
		if _, err := Check(context.Background(), source, CheckOptions{}); err != nil {
			b.Fatal(err)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapSys)
	}
	b.ReportMetric(float64(most)/(1<<20), "MiB-heap")
}
