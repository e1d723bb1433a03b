"""Code systems: check digits of institutions, offices and recipients, kinds of institution, My Number."""

import pytest

from qlog.codes import check_digit, has_valid_check_digit, institution_has_valid_check_digit, is_my_number, kind_of

MY_NUMBER = "123456789018"  # the invented number of public specimens


@pytest.mark.parametrize("code", ["3410712362", "0110113719", "12016010", "12012019"])
def test_published_codes_pass(code):
    assert has_valid_check_digit(code)
    assert check_digit(code[:-1]) == code[-1]


@pytest.mark.parametrize("code", ["12000001", "1010001"])
def test_published_samples_that_fail_their_own_check_digit_fail(code):
    assert not has_valid_check_digit(code)


@pytest.mark.parametrize("position", range(9))
def test_one_wrong_digit_is_always_noticed(position):
    code = "3410712362"
    wrong = [code[:position] + digit + code[position + 1 :] for digit in "0123456789" if digit != code[position]]
    assert not any(has_valid_check_digit(each) for each in wrong)


@pytest.mark.parametrize("text", ["", "1", "34107I2362", "３４１０７１２３６２", "²341071236", " 3410712362"])
def test_what_is_no_code_has_no_valid_check_digit(text):
    assert not has_valid_check_digit(text)


def test_old_codes_of_four_prefectures_may_count_the_last_seven_digits_only():
    body = "011371"  # with the weights 2,1,2,1,2,1 from the right: 2 + 7 + 6 + 1 + 2 + 0 = 18, so the digit is 2
    assert check_digit(body) == "2"
    assert not has_valid_check_digit("131" + body + "2")
    assert institution_has_valid_check_digit("131" + body + "2")
    assert not has_valid_check_digit("271" + body + "2")
    assert not institution_has_valid_check_digit("271" + body + "2")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("2719000016", "medical"),
        ("2739000012", "dental"),
        ("2749000010", "pharmacy"),
        ("2769000015", "visiting_nurse"),
        ("2799000019", "other"),
        ("9000016", "other"),  # seven digits do not say the kind
        ("", "other"),
    ],
)
def test_the_third_digit_says_the_kind(code, kind):
    assert kind_of(code) == kind


def test_my_number_is_known_by_its_check_digit():
    assert is_my_number(MY_NUMBER)
    wrong = [MY_NUMBER[:-1] + digit for digit in "0123456789" if digit != MY_NUMBER[-1]]
    assert not any(is_my_number(each) for each in wrong)


@pytest.mark.parametrize("text", ["", MY_NUMBER[1:], MY_NUMBER + "0", "１２３４５６７８９０１８", "12345678901X"])
def test_what_has_not_twelve_plain_digits_is_no_my_number(text):
    assert not is_my_number(text)


def test_a_remainder_of_one_or_none_gives_the_check_digit_zero():
    remainders = {}
    for body in range(10_000_000_000, 10_000_000_050):
        text = str(body)
        weighted = sum(int(text[10 - n]) * (n + 2 if n < 6 else n - 4) for n in range(11))
        remainders[weighted % 11] = text
    assert is_my_number(remainders[0] + "0")
    assert is_my_number(remainders[1] + "0")
    assert is_my_number(remainders[2] + "9")
