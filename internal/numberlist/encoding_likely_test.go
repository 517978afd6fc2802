package numberlist

import (
	"context"
	"strings"
	"testing"

	"golang.org/x/text/encoding/htmlindex"
)

// encoded writes a text in another encoding.
func encoded(t testing.TB, text, name string) string {
	t.Helper()
	encoding, err := htmlindex.Get(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err = encoding.NewEncoder().String(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return text
}

// TestEncodingOfAListIsRecognised: with what the error shows to paste, nothing is garbled.
func TestEncodingOfAListIsRecognised(t *testing.T) {
	t.Parallel()
	for name, texts := range map[string][]string{
		"gb18030":      {"你好", "张小明", "王芳", "客户一", "手机号,客户编号", "联系电话,备注", "尊敬的客户", "投诉", "欧阳锋", "請勿打擾"},
		"big5":         {"電話,姓名", "王小明", "請於下午聯絡", "手機號碼", "客戶編號"},
		"shift_jis":    {"電話番号,氏名", "山田太郎", "ヤマダ タロウ", "午後に電話してください", "携帯番号"},
		"euc-jp":       {"電話番号,氏名", "山田太郎", "午後に電話してください"},
		"euc-kr":       {"전화번호,이름", "김철수", "박지민", "오후에 전화 주세요", "휴대폰"},
		"windows-1251": {"Телефон,Имя", "Иван Петров", "Звонить после обеда", "Олексій Шевченко", "ИВАНОВ", "Анна"},
		"koi8-r":       {"Телефон,Имя", "Звонить после обеда"},
		"windows-1253": {"Τηλέφωνο,Όνομα", "Γιώργος Παπαδόπουλος"},
		"windows-1255": {"טלפון,שם", "להתקשר אחרי הצהריים"},
		"windows-1256": {"رقم الهاتف,الاسم", "محمد علي"},
		"windows-874":  {"โทรศัพท์,ชื่อ", "สมชาย"},
		"windows-1252": {"Rufnummer,Straße", "Müller", "téléphone,prénom", "José Núñez", "O’Brien – call", "Zoë", "owes 5 €", "Grüße aus Köln"},
		"windows-1250": {"Łukasz Żółć", "Žluťoučký kůň"},
		"windows-1254": {"telefon,adı,ağ", "Şükrü Öğüt"},
		"macintosh":    {"téléphone,prénom", "Grüße aus Köln"},
	} {
		for _, text := range texts {
			if got := likelyEncoding([]byte(encoded(t, text, name))); got.encoding != name {
				t.Errorf("%s in %s is taken for %s", text, name, got.encoding)
			}
			for _, list := range []string{"phone,ext\n13800000001,\"" + text + "\"\n", "phone,\"" + text + "\"\n13800000001,x\n"} {
				_, err := Check(context.Background(), writeList(t, "list.csv", encoded(t, list, name)), CheckOptions{})
				if want := `say so with encoding = "` + name + `" in numbers_format`; err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%s in %s: %v", text, name, err)
				}
			}
		}
	}
}

func TestTextOfTwoEncodingsIsSaidToBeOne(t *testing.T) {
	t.Parallel()
	_, err := Check(context.Background(), Text("phone,ext\n13800000001,尊敬的客户\n13800000002,"+encoded(t, "尊敬的客户", "gb18030")), CheckOptions{})
	if err == nil || !strings.Contains(err.Error(), "put together from lists in several encodings") {
		t.Errorf("%v", err)
	}
}

// TestWrongEncodingIsNoticed: what is UTF-8 is refused, and what can be read in both is warned of.
func TestWrongEncodingIsNoticed(t *testing.T) {
	t.Parallel()
	const utf8Text = "the text is UTF-8, and encoding in numbers_format says something else"
	for _, c := range []struct{ text, written, said, want string }{
		{"尊敬的客户", "utf-8", "gb18030", utf8Text},
		{"Müller", "utf-8", "windows-1252", utf8Text},
		{"Zoë", "utf-8", "latin1", utf8Text},
		{"오후에 전화 주세요", "euc-kr", "gb18030", `say encoding = "euc-kr"`},
		{"尊敬的客户请您", "gb18030", "big5", `say encoding = "gb18030"`},
		{"尊敬的客户请您", "gb18030", "windows-1252", `say encoding = "gb18030"`},
		{"Звонить после обеда", "windows-1251", "koi8-r", `say encoding = "windows-1251"`},
		{"尊敬的客户请您", "gb18030", "gbk", ""},
		{"欧阳锋", "gb18030", "gb18030", ""},
		{"一", "gb18030", "gb18030", ""}, // its bytes are UTF-8 as well
		{"plain", "utf-16be", "utf-16", `say encoding = "utf-16be"`},
		{"plain", "utf-16le", "gb18030", `say encoding = "utf-16le"`},
		{"plain", "utf-16le", "utf-16", ""},
		{"plain", "utf-8", "windows-1252", ""},
		{"plain", "utf-8", "gb18030", ""},
		{"Müller", "windows-1252", "windows-1252", ""},
	} {
		source := inEncoding(t, encoded(t, "phone,ext\n13800000001,"+c.text+"\n", c.written), c.said)
		list, err := Check(context.Background(), source, CheckOptions{})
		said := ""
		switch {
		case err != nil:
			said = err.Error()
		case len(list.Warnings) > 0:
			said = list.Warnings[0].Detail
		}
		if (c.want == "") != (said == "") || !strings.Contains(said, c.want) {
			t.Errorf("%s in %s, read as %s: %s", c.text, c.written, c.said, said)
		}
	}
}
