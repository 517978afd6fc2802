package numberlist

import (
	"fmt"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// What can be wrong with a row, apart from its phone.
var (
	faultRepeats = &phone.Fault{One: "repeats an earlier one", Many: "repeat earlier ones", Advice: "Take each person into the list once."}

	faultHeaderAgain = &phone.Fault{
		One: "is the name of the column, as where lists were put together", Many: "are the name of the column, as where lists were put together",
		Advice: "Take the second header out.",
	}
	faultElsewhere = &phone.Fault{
		One: "has a number outside of the column of the phones", Many: "have a number outside of the column of the phones",
		Advice: "Write each number in a row of its own, in that column.",
	}

	faultTimeForm = &phone.Fault{
		One: "is neither unix seconds nor a date with its offset", Many: "are neither unix seconds nor dates with their offset",
		Advice: timeAdvice,
	}
	faultTimeNoOffset = &phone.Fault{
		One: "is a date without its offset from UTC", Many: "are dates without their offset from UTC",
		Advice: "Write it with T between date and time and with the offset at the end, as in 2030-06-01T09:00:00+08:00.",
	}
	faultTimeSerial = &phone.Fault{
		One: "is a spreadsheet's count of days", Many: "are a spreadsheet's counts of days", Advice: timeAdvice,
	}
	faultTimeOther = &phone.Fault{
		One: "is a date that no calendar has, or that is written in another way", Many: "are dates that no calendar has, or that are written in another way",
		Advice: timeAdvice,
	}
	faultTimeRounded = &phone.Fault{
		One: "was shortened by a spreadsheet", Many: "were shortened by a spreadsheet",
		Advice: "The digits are lost: format the column as text and bring the times in again.",
	}
	faultTimeMillis = &phone.Fault{
		One: "looks like milliseconds, or even smaller units", Many: "look like milliseconds, or even smaller units",
		Advice: "Leave the last three digits out, or six or nine of them, so that ten digits remain.",
	}
	faultTimeRange = &phone.Fault{
		One: "is before the year 2001 or too far ahead", Many: "are before the year 2001 or too far ahead", Advice: timeAdvice,
	}

	faultTextLong = &phone.Fault{One: "is longer than 4,096 bytes", Many: "are longer than 4,096 bytes", Advice: "Shorten it."}
	faultControl  = &phone.Fault{
		One: "has a control character, such as a line break", Many: "have a control character, such as a line break",
		Advice: "Take it out.",
	}

	faultColumns = &phone.Fault{
		One: "has more columns than the header", Many: "have more columns than the header",
		Advice: "Put a text that holds the delimiter in double quotes.",
	}
	faultDelimiter = &phone.Fault{
		One: "is divided by something else than the header", Many: "are divided by something else than the header",
		Advice: "Use one delimiter in the whole list, and put no whole line in quotes.",
	}
	faultLineEnd = &phone.Fault{
		One: "has a carriage return in it, as if lines ended in two ways", Many: "have a carriage return in them, as if lines ended in two ways",
		Advice: "Save the list anew, or put a text with a line break in double quotes.",
	}
	faultNameless = &phone.Fault{
		One: "has a value in a column without a name", Many: "have a value in a column without a name",
		Advice: `Name the column, or say which ones count, as in numbers_format = { columns = { phone = "phone" } }.`,
	}

	faultQuoteOpen = &phone.Fault{
		One: "opens a quote that is never closed", Many: "open a quote that is never closed",
	}
	faultQuoteRows = &phone.Fault{
		One:    "has a text in quotes with a line that looks like a row of the list, as if a quote was not closed",
		Many:   "have a text in quotes with a line that looks like a row of the list, as if a quote was not closed",
		Advice: "Close it, or take the line breaks out of the text.",
	}
	faultQuoteBare = &phone.Fault{
		One: "has a quote inside a field that does not begin with one", Many: "have a quote inside a field that does not begin with one",
		Advice: "Put the whole field in quotes and double the quotes in it.",
	}
	faultQuoteTrailed = &phone.Fault{
		One: "has text behind a closing quote", Many: "have text behind a closing quote", Advice: "Double a quote that is inside a quoted field.",
	}

	faultNotObject = &phone.Fault{
		One: "is no object", Many: "are no objects", Advice: `Write each entry as in {"phone": "…"}.`,
	}
	faultJSON        = &phone.Fault{One: "is not valid JSON", Many: "are not valid JSON", Advice: "Let a program write it, as jq -c does."}
	faultJSONWord    = notJSON("a value such as NaN or None", "Write null, or leave the key out.")
	faultJSONNumber  = notJSON("a number that begins with 0 or +", "Write phones as texts, in quotes.")
	faultJSONQuotes  = notJSON("a key or a text without double quotes", "Put each in double quotes.")
	faultJSONComma   = notJSON("a comma too many", "Leave the comma behind the last value out.")
	faultJSONControl = notJSON("a line break or a tab within a text", `Write it as \n or \t.`)
	faultJSONMore    = notJSON("something behind the object", "Write one object on each line, without commas at their ends.")

	faultJSONTwice  = &phone.Fault{One: "stands in the entry twice", Many: "stand in their entries twice"}
	faultJSONNested = &phone.Fault{One: "is a list or an object", Many: "are lists or objects", Advice: "Write a text."}
	faultJSONNoText = &phone.Fault{One: "is not a text", Many: "are not texts", Advice: "Put it in quotes."}
	faultJSONPhone  = &phone.Fault{
		One: "is a number that is not just digits", Many: "are numbers that are not just digits", Advice: "Write phones as texts, in quotes.",
	}
)

func notJSON(has, advice string) *phone.Fault {
	return &phone.Fault{One: "is not valid JSON, since it has " + has, Many: "are not valid JSON, since they have " + has, Advice: advice}
}

const timeAdvice = "Write unix seconds, which are ten digits, or a date with its offset, as in 2030-06-01T09:00:00+08:00."

const (
	minTime = 978_307_200   // 2001-01-01: what is below was meant in another way
	maxTime = 9_999_999_999 // the platform takes ten digits
)

// columnList names all columns within a sentence.
var columnList = func() string {
	text := fmt.Sprint(columns[0])
	for _, name := range columns[1:] {
		text += ", " + name
	}
	return text
}()
