"""What stands around a tendency to frequent visits, in a few words: to read before calling, never a finding."""

from typing import Any

from qlog.export.workbook.model import OfficeMonth


def backgrounds(office: OfficeMonth) -> dict[tuple[str, str, str], str]:
    """Return the words for each row of frequent visits: (unit, recipient_number, institution_code or "") -> text."""
    return {
        (row["unit"], row["recipient_number"], row["institution_code"] or ""): background(row)
        for row in office.details.to_pylist()
    }


def background(row: dict[str, Any]) -> str:
    """Return one row of frequent_details in words, as 3か月続く・平均より+3.5日・平日87%・ほかに1か所."""
    words = ["短期集中"] if row["short_intensive"] else []
    months = row["months_in_a_row"]
    words.append(f"{months}か月続く" if months > 1 else "この月から")
    if row["trend"] is not None:
        words.append(f"平均より{row['trend']:+.1f}日")
    words.append(f"平日{row['weekday_share']:.0%}")
    others = row["other_institutions"]
    if row["unit"] == "recipient":
        words.append(f"{others + 1}か所を受診")
    else:
        words.append(f"ほかに{others}か所" if others else "ここだけ")
    return "・".join(words)
