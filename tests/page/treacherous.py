"""Messages whose facts are easily lost: names that are words, numbers in odd places, dates in the wrong line, markup around and inside of them."""

from __future__ import annotations

SIGNATURE = "\n\nThanks,\nDana Whitlock\nPermit Technician II\nCity of Plant City, Florida\n813-555-0142 ext. 4211"
PLAIN = (
    "I am out 12/14 - 12/18. May Summers (813-555-0151) covers for Will Early; June April is back 12/16.",
    "Out untill 12/18/26!!! Call Grace Lane at 105 Lane Street, room 4711, or Court Case 2026-CF-000142.",
    "I'm away 14/12/2026 to 18.12.2026, flight DL 1492, hotel +44 20 7946 0158, back Monday 12/21.",
    "I will be out form 12/14/26 too 12/18/26. Permit #P-2026-0142 goes to Ann O’Brien-Lee, ann.obrien+permits@city.example.",
    "OUT OF OFFICE 12/14/26-12/18/26. CALL ROSA DE LA CRUZ AT 813.555.0151 EXT 4302 OR X4303.",
    "I am on leave until 12/18/26. Fax the bids (RFQ 26-017, $12,500.00) to 813-555-0198 by 5:00 PM on 12/17/26.",
    "Gone fishing :) back 12/21. Bribe me with donuts at 1 Main St., Plant City, FL 33563.",
    "I am out of the office from 12/14/26 to 12/18/26 and from 1/4/27 to 1/8/27. Ann Lee, 813-555-0123, helps in the first week, Bob Ray, 813-555-0124, in the second.",
    "Out 12/24-12/26 for Christmas, 12/31 for New Year's Eve. Emergencies: 911; water breaks: 813-555-0100 (24/7).",
    "I am out. Until 12/18/26 ask Mr. van der Berg; after that Dr. Sun (Mon-Wed) or Rev. King Jr. III, 813-555-0119.",
    "Away 12/14/26-12/18/26 at my sister’s in Ocala, surgery on 12/15. My cell is 813-555-0133.",
    "I am out of the office 12/14/26. Meeting ID 845 5501 4233, passcode 071642. Ask Lee Ann, lee.ann@city.example or https://city.example/help?id=42#top.",
    "Estoy fuera de la ofisina del 14/12/26 al 18/12/26. Llame a José Núñez al 813-555-0151 o jose.nunez@ciudad.example.",
    "I am out 12/14/26 to 12/18/26.\n\nEstaré fuera del 12/14/26 al 12/19/26. Llame a Rosa Lima, 813-555-0151.",
    "Out of office 12/14/26 until 12/18/26\n\n- Permits: Ann Lee, 813-555-0123\n- Parks: Bob Ray, 813-555-0124\n- Water: plant@city.example\n- Trash pickup: 12/16/26 insted of 12/15/26",
    "I am out until 12/18/26.\nCase 1: Rosa Lima 4302\nCase 2: x4303\nCase 3: (813) 555-0152\nCase 4: 813 555 0153\nCase 5: 8135550154",
    "I will be out of the office the week of 12/14. For Q4 numbers (Oct. 1 - Dec. 31, 2026) ask Penny Nichols at 813-555-0155, room B-12.",
    "Thank you for you email dated 12/01/26. I am out 12/14/26 to 12/18/26; ticket 00012345 stays open. Ask Bill Cash, 813-555-0156.",
    "I’m out until the 18th. “Carpe diem” — Horace, 23 BC. Call Chase Banks on 813–555–0157.",
    "Out until 12/18/26. P.S. Lunch for Terry on 12/16 at 12:30, table for 12, under “Whitlock”.",
)
SIGNED = (
    "Out 12/14/26 - 12/18/26. Call Ann Lee at 813-555-0123.\n\nDana Whitlock\nMobile: 813-555-0133\nFax: 813-555-0198\nNotary commission GG 123456, expires 03/31/28",
    "Out 12/14/26 - 12/18/26. Call Ann Lee at 813-555-0123.\n\nDana Whitlock, she/her\nPermit Technician II\nCity of Plant City FL\n302 W. Reynolds St., Plant City, FL 33563\n813-555-0142 x4211 | C 813-555-0133\nwww.plantctygov.com",
    "Out 12/14/26 - 12/18/26. Call Ann Lee at 813-555-0123.\n\nD. Whitlock, PE #54321\nPermit Technician II\n“Do one thing every day that scares you.” Eleanor Roosevelt, 1948\nEmployee of the month, May 2026\n813-555-142",
    "Out 12/14/26 - 12/18/26. Call Ann Lee at 813-555-0123.\n\n813-555-0142 ext. 4211\nPermit Technician II\nDana Whitlock\nAfter hours: Rosa Lima, 813-555-0199\nSaturdays 9:00 - 12:00, closed 12/25/26\n\nUnder Florida law (F.S. 668.6076), e-mail addresses are public records.",
    "Out 12/14/26 - 12/18/26. Call Ann Lee at 813-555-0123.\n-- \nDana Whitlock | Permit Technician II | 813-555-0142 | dana@city.example | Room 14 | Badge 0077",
    "Out 12/14/26 - 12/18/26. Call Ann Lee at 813-555-0123.\n\nSent from my iPhone 12\nDana W.\nhttps://linkedin.example/in/dana-1982\nTwitter: @dana4211",
)
HTML = (
    "<p>I am out <b>12/14</b>/26 to 12/<i>18</i>/26. Call <a href='tel:+18135550151'>Rosa Li<b>ma</b></a> at 813&#8209;555&#8209;0151.</p>",
    "<table><tr><td>Out</td><td>12/14/26</td><td>12/18/26</td></tr><tr><td>Ann Lee</td><td>813-555-0123</td><td>ofice 12</td></tr></table>",
    "<ul><li>Out of the ofice until 12/18/26<li>Permits: Ann Lee, 813-555-0123<li>Parks: <s>Bob Ray</s> Kim Day, 813-555-0125</ul>",
    "<p style='background:yellow'>Out until <span style='color:#eee'>12/18/26</span>. Code <font face='Wingdings'>J</font> 4711, Ann Lee 813-555-0123.</p>",
    "<div>Out until 12/18/26.<br>Ann Lee<br>813-555-0123</div><div class=gmail_signature>Dana Whitlock<br>Fax 813-555-0198<br><i>Since 1998</i><br><img src='cid:x' alt='Room 14'></div>",
    "<p>Out form 12/14/26 until 12/18/26. Ask Ann Lee, 813-555-0123.<p>Dana Whitlock<p>Permit Technician II, license 54321<p>City of Plant City FL<p><a href='https://www.plantctygov.com/permits?no=42'>www.plantctygov.com</a>",
    "<p>I am out until 12/18/26.</p><blockquote>On 12/01/26 Bob Ray wrote: is permit 26-0142 ready? 813-555-0199</blockquote><p>Call Ann Lee at 813-555-0123 or ann@city.example.</p>",
    "<p>Out&nbsp;until&nbsp;12/18/26.&nbsp;Call&nbsp;Ann&nbsp;Lee&nbsp;at&nbsp;813&nbsp;555&nbsp;0123.</p><p>Dana&nbsp;W.<br>x4211</p>",
    "<center><h1>OUT OF OFFICE!!! 12/14/26 - 12/18/26</h1></center><marquee>Call Ann Lee 813-555-0123 room 12</marquee><p>\U0001f384 Dana</p>",
    "<p>Out until 12/18/26.</p><div style='display:none'>Code 4711</div><!-- Ann Lee 813-555-0123 --><p>Call Bob&shy; Ray, 813-555-\u200b0124.</p>",
    "<p>I am out 12/14/26 to 12/18/26. <span>Ann</span><span> Lee</span>, 813-555-0123, form 9:00 to 17:00. Room <sup>1</sup>/<sub>2</sub>, 3<sup>rd</sup> floor.</p>",
    "<p>I am out until 12/18/26, call Ann Lee at 813-555-0123.</p><p>Dana Whitlock<br>Permit Technician II<br>City of Plant City, FL</p><p>NOTICE: e-mail is public under F.S. 119.07, call 813-555-0100 before 12/31/26.</p>",
    "<pre>Out   12/14/26 - 12/18/26\nAnn Lee    813-555-0123\nBob Ray    813-555-0124   (12/16 only)</pre><p>Dana W.</p>",
    "<p>I am out until 12/18/26.<br><br>Estaré fuera hasta el 18/12/26.<br>Ann Lee, 813-555-0123<br>José Núñez, 813-555-0124</p><p><font color='#dddddd'>Dana Whitlock, 4211</font></p>",
)
TREACHEROUS = (
    *((text, False) for text in (*PLAIN, *SIGNED)),
    *((text, True) for text in HTML),
)
