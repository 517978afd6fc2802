package numberlist

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// This file names the encoding that a text most likely has which is not UTF-8.

// notUTF8Text explains text that is not UTF-8. wrong is where that was noticed, and head what the list begins with.
func notUTF8Text(wrong, head []byte, attribute string) string {
	const save = `save the list in UTF-8 (in Excel as "CSV UTF-8")`
	if countUTF8(head) >= 3 {
		return "the text is not UTF-8 here, and is in other places, as if it was cut, or put together from lists in several encodings: " + save
	}
	likely := likelyEncoding(bytes.Join([][]byte{head, wrong}, []byte{'\n'}))
	return fmt.Sprintf("the text is not UTF-8; %s, or, if it is in the encoding %s, which %s, say so with encoding = %q in %s", save, likely.encoding, likely.writtenBy, likely.encoding, attribute)
}

// countUTF8 counts the characters of three bytes and more. Hardly any text of another encoding has several of them.
func countUTF8(text []byte) (count int) {
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r != utf8.RuneError && size > 2 {
			count++
		}
		text = text[size:]
	}
	return count
}

// looksUTF8 reports whether what a list begins with can only be UTF-8. A decoder says what else it is to be: two bytes of
// UTF-8 may well be a character of two bytes in another encoding, but hardly two letters.
func looksUTF8(head []byte, decoder *encoding.Decoder) bool {
	for len(head) > 0 && head[len(head)-1] >= utf8.RuneSelf { // it may end within a character
		head = head[:len(head)-1]
	}
	isASCII := !slices.ContainsFunc(head, func(c byte) bool { return c >= utf8.RuneSelf })
	if isASCII || !utf8.Valid(head) {
		return false
	}
	letters, err := decoder.Bytes([]byte("é"))
	return err == nil && utf8.RuneCount(letters) > 1 || countUTF8(head) >= 3
}

// otherEncoding returns what a text is more likely to be than the encoding that it is said to have, if that is so by far.
func otherEncoding(head []byte, said string) (likely script, differs bool) {
	if said == "gbk" {
		said = scripts[0].encoding
	}
	i := slices.IndexFunc(scripts, func(s script) bool { return s.encoding == said })
	if i < 0 {
		return script{}, false
	}
	const certain = 20 // four frequent characters of two bytes, or ten letters
	likely = likelyEncoding(head)
	score := likely.score(head)
	return likely, score >= certain && score > 2*scripts[i].score(head)
}

// script is what tells an encoding: the characters of a language that lists have often, in headers, names and notes.
type script struct {
	encoding, writtenBy string
	isWide              bool                  // two bytes for a character
	letters             []*unicode.RangeTable // nil for Latin ones, which stand beside those of ASCII
	frequent            string
}

// scripts are in the order in which they are preferred.
var scripts = []script{
	{"gb18030", "Excel writes on a Chinese Windows", true, []*unicode.RangeTable{unicode.Han}, "手机号码电话姓名客户编用会员联系方式备注地址公司时间日期性别年龄城市来源状态被叫区" +
		"王李张刘陈欧阳杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石" +
		"的是一不在有我他这中大来上国个到说们为子和你地出也时年得就那要下以生自去之过家可里后多天能好都然没起还发成事只作当想看文开" +
		"小明红芳伟娜敏静丽强磊军洋勇艳杰娟涛超秀英华平刚桂兰尊敬您请午先生女士续费投诉原因已"},
	{"big5", "Excel writes on a Windows of Taiwan or Hong Kong", true, []*unicode.RangeTable{unicode.Han}, "電話號碼手機姓名客戶編會員聯絡地址公司備註時間日期性別年齡城市來源狀態行動" +
		"陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜侯曹薛丁" +
		"的是一不在有我他這中大來上國個到說們為子和你地出也時年得就那要下以生自去之過家可里後多天能好都然沒起還發成事請於午先生女士小明美雅志"},
	{"shift_jis", "Excel writes on a Japanese Windows", true, japanese, frequentJapanese},
	{"euc-jp", "older programs of Unix write in Japan", true, japanese, frequentJapanese},
	{"euc-kr", "Excel writes on a Korean Windows", true, []*unicode.RangeTable{unicode.Hangul}, "전화번호이름고객휴대폰핸드연락처주소회원명상태날짜메모등록구분" +
		"김박최정강조윤장임한오서신권황안송류홍민수영지현우준성희경은진철미선재동혜승도유나하태에요가는을를의로다니고시해오후세사"},
	{"windows-1251", "Excel writes on a Russian Windows", false, []*unicode.RangeTable{unicode.Cyrillic}, "оеаинтсрвлкмОЕАИНТСРВЛКМ"},
	{"koi8-r", "older programs of Unix write in Russia", false, []*unicode.RangeTable{unicode.Cyrillic}, "оеаинтсрвлкм"},
	{"windows-1253", "Excel writes on a Greek Windows", false, []*unicode.RangeTable{unicode.Greek}, "αοιετσνηυρπκΑΟΙΕΤΣΝΗΥΡΠΚ"},
	{"windows-1255", "Excel writes on a Hebrew Windows", false, []*unicode.RangeTable{unicode.Hebrew}, "יוהלאמרתנשבטםן"},
	{"windows-1256", "Excel writes on an Arabic Windows", false, []*unicode.RangeTable{unicode.Arabic}, "اليمونترحبعد"},
	{"windows-874", "Excel writes on a Thai Windows", false, []*unicode.RangeTable{unicode.Thai}, "านรอกเงมยลวดทสตั่้ิี"},
	{"windows-1252", "older programs of Windows write in Western Europe and America", false, nil, western},
	{"windows-1250", "older programs of Windows write in Central Europe", false, nil, "áéíóúýąćęłńśźżčďěňřšťůžőűöüäâşţăŁŚŻČŘŠŽÁÉÍÓÚÖÜÄ’–"},
	{"windows-1254", "older programs of Windows write in Turkey", false, nil, "ğışçöüâîİŞÇÖÜ’–"},
	{"macintosh", "Excel for Mac writes as \"CSV\"", false, nil, western},
}

var japanese = []*unicode.RangeTable{unicode.Hiragana, unicode.Katakana, unicode.Han}

const (
	western          = "äöüßÄÖÜéèêëàâçñáíóúôîïûùæøåãõìòœÉÈÀÇÑÁÍÓÚØÅ’–"
	frequentJapanese = "電話番号氏名携帯顧客会員連絡先住所備考日時性別年齢山田中村小林佐藤鈴木高橋伊渡辺斎吉加太郎子美一二三" +
		"あいうえおかがきくけこさしじすせそただちっつてでとどなにのはひへまみめもやよらりるれろわをんアイウエオカキクコサシスセタダチッテトナニノハフマミムメモヤユラリルレロワンャョー"
)

// likelyEncoding returns the encoding in which most of a text is what lists have.
func likelyEncoding(text []byte) script {
	likely, most := scripts[len(scripts)-4], 0
	for _, s := range scripts {
		if score := s.score(text); score > most {
			likely, most = s, score
		}
	}
	return likely
}

// score rates a text as if it had the encoding.
func (s script) score(text []byte) (score int) {
	known, err := htmlindex.Get(s.encoding)
	if err != nil {
		return 0
	}
	decoded, err := known.NewDecoder().Bytes(text)
	if err != nil {
		return 0
	}
	runes := []rune(string(decoded))
	for i, r := range runes {
		if r >= utf8.RuneSelf {
			score += s.worth(runes, i)
		}
	}
	return score
}

// worth rates one character.
func (s script) worth(runes []rune, i int) int {
	const wrong = -4
	frequent, letter := 2, 1
	switch {
	case s.isWide:
		frequent, letter = 6, 2
	case s.letters == nil:
		frequent = 4
	}
	switch r := runes[i]; {
	case r == utf8.RuneError, unicode.IsControl(r), unicode.Is(unicode.Co, r):
		return wrong
	case i > 0 && unicode.IsLower(runes[i-1]) && unicode.IsUpper(r): // no word has that
		return wrong
	case !s.isWide && !s.isWithin(runes, i):
		return 0
	case strings.ContainsRune(s.frequent, r):
		return frequent
	case r >= '｡' && r <= 'ﾟ': // half as wide
		return 1
	case unicode.In(r, s.letters...), r >= '！' && r <= '～':
		return letter
	default:
		return 0
	}
}

// isWithin reports whether a character stands in a word of its script: a Latin one has letters of ASCII as well, and any
// other has none of them.
func (s script) isWithin(runes []rune, i int) bool {
	isASCII, isOwn := false, false
	for _, near := range runes[max(i-2, 0):min(i+3, len(runes))] {
		isASCII = isASCII || near < utf8.RuneSelf && unicode.IsLetter(near)
	}
	for _, beside := range runes[max(i-1, 0):min(i+2, len(runes))] {
		isOwn = isOwn || beside != runes[i] && unicode.In(beside, s.letters...)
	}
	return s.letters == nil && isASCII || s.letters != nil && isOwn && !isASCII
}
