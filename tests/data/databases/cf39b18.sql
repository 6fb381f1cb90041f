CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE attempts (
	id INTEGER NOT NULL, 
	who TEXT NOT NULL, 
	at TEXT NOT NULL, 
	CONSTRAINT pk_attempts PRIMARY KEY (id)
);
CREATE INDEX ix_attempts_at ON attempts (at);
CREATE INDEX ix_attempts_who_at ON attempts (who, at);
CREATE TABLE people (
	id INTEGER NOT NULL, 
	email TEXT NOT NULL, 
	name TEXT NOT NULL, 
	password TEXT, 
	active BOOLEAN DEFAULT 1 NOT NULL, 
	away BOOLEAN DEFAULT 0 NOT NULL, 
	created_at TEXT NOT NULL, signed_out INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_people PRIMARY KEY (id), 
	CONSTRAINT uq_people_email UNIQUE (email)
);
CREATE TABLE idempotency (
	person_id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	answer TEXT, 
	created_at TEXT NOT NULL, 
	CONSTRAINT pk_idempotency PRIMARY KEY (person_id, "key"), 
	CONSTRAINT fk_idempotency_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE TABLE person_roles (
	person_id INTEGER NOT NULL, 
	role TEXT NOT NULL, 
	CONSTRAINT pk_person_roles PRIMARY KEY (person_id, role), 
	CONSTRAINT fk_person_roles_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE INDEX ix_person_roles_role ON person_roles (role);
CREATE TABLE tokens (
	id INTEGER NOT NULL, 
	person_id INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	revoked_at TEXT, 
	CONSTRAINT pk_tokens PRIMARY KEY (id), 
	CONSTRAINT fk_tokens_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT uq_tokens_digest UNIQUE (digest)
);
CREATE TABLE versions (
	id INTEGER NOT NULL, 
	process TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	bpmn BLOB NOT NULL, 
	files TEXT DEFAULT '{}' NOT NULL, 
	deployed_at TEXT NOT NULL, 
	deployed_by INTEGER, findings TEXT DEFAULT '[]' NOT NULL, live_at TEXT, approved_by INTEGER REFERENCES people (id), 
	CONSTRAINT pk_versions PRIMARY KEY (id), 
	CONSTRAINT fk_versions_deployed_by FOREIGN KEY(deployed_by) REFERENCES people (id)
);
CREATE TABLE cases (
	id INTEGER NOT NULL, 
	version_id INTEGER NOT NULL, 
	state BLOB NOT NULL, 
	revision INTEGER NOT NULL, 
	events INTEGER NOT NULL, 
	status TEXT NOT NULL, 
	closed BOOLEAN DEFAULT 0 NOT NULL, 
	subject TEXT NOT NULL, 
	description TEXT NOT NULL, 
	priority TEXT NOT NULL, 
	product TEXT, 
	channel TEXT NOT NULL, 
	calendar TEXT NOT NULL, 
	owner_id INTEGER, 
	customer_id INTEGER NOT NULL, 
	resolution TEXT, 
	proposal TEXT, 
	flags TEXT DEFAULT '[]' NOT NULL, 
	facts TEXT DEFAULT '{}' NOT NULL, 
	waits TEXT DEFAULT '{}' NOT NULL, 
	next_due TEXT, 
	repeat_of INTEGER, 
	created_at TEXT NOT NULL, 
	updated_at TEXT NOT NULL, milestone_due TEXT, 
	CONSTRAINT pk_cases PRIMARY KEY (id), 
	CONSTRAINT fk_cases_customer_id FOREIGN KEY(customer_id) REFERENCES people (id), 
	CONSTRAINT fk_cases_owner_id FOREIGN KEY(owner_id) REFERENCES people (id), 
	CONSTRAINT fk_cases_repeat_of FOREIGN KEY(repeat_of) REFERENCES cases (id), 
	CONSTRAINT fk_cases_version_id FOREIGN KEY(version_id) REFERENCES versions (id)
);
CREATE INDEX ix_cases_customer_id_id ON cases (customer_id, id);
CREATE INDEX ix_cases_next_due ON cases (next_due);
CREATE INDEX ix_cases_priority_id ON cases (priority, id);
CREATE INDEX ix_cases_repeat_of ON cases (repeat_of);
CREATE INDEX ix_cases_status_id ON cases (status, id);
CREATE INDEX ix_cases_updated_at_id ON cases (updated_at, id);
CREATE TABLE history (
	case_id INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	actor_id INTEGER, 
	audience TEXT, 
	event TEXT NOT NULL, 
	action TEXT, 
	element TEXT, 
	from_status TEXT, 
	to_status TEXT, 
	version_id INTEGER NOT NULL, 
	details TEXT DEFAULT '{}' NOT NULL, 
	path TEXT DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_history PRIMARY KEY (case_id, sequence), 
	CONSTRAINT fk_history_actor_id FOREIGN KEY(actor_id) REFERENCES people (id), 
	CONSTRAINT fk_history_case_id FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_history_version_id FOREIGN KEY(version_id) REFERENCES versions (id)
);
CREATE TABLE incidents (
	id INTEGER NOT NULL, 
	case_id INTEGER, 
	at TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	message TEXT NOT NULL, 
	resolved_at TEXT, 
	CONSTRAINT pk_incidents PRIMARY KEY (id), 
	CONSTRAINT fk_incidents_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);
CREATE TABLE jobs (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	case_id INTEGER, 
	payload TEXT DEFAULT '{}' NOT NULL, 
	due_at TEXT NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	dead BOOLEAN DEFAULT 0 NOT NULL, 
	lease_until TEXT, 
	lease TEXT, 
	error TEXT, lane TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_jobs PRIMARY KEY (id), 
	CONSTRAINT fk_jobs_case_id FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT uq_jobs_key UNIQUE ("key")
);
CREATE TABLE messages (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	author_id INTEGER NOT NULL, 
	side TEXT NOT NULL, 
	visibility TEXT NOT NULL, 
	body TEXT NOT NULL, 
	on_behalf BOOLEAN DEFAULT 0 NOT NULL, 
	late BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_messages PRIMARY KEY (id), 
	CONSTRAINT fk_messages_author_id FOREIGN KEY(author_id) REFERENCES people (id), 
	CONSTRAINT fk_messages_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);
CREATE INDEX ix_messages_case_id_id ON messages (case_id, id);
CREATE TABLE milestones (
	case_id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	state TEXT NOT NULL, 
	started_at TEXT NOT NULL, 
	due_at TEXT NOT NULL, 
	reached_at TEXT, 
	calendar TEXT NOT NULL, ended_at TEXT, 
	CONSTRAINT pk_milestones PRIMARY KEY (case_id, name), 
	CONSTRAINT fk_milestones_case_id FOREIGN KEY(case_id) REFERENCES cases (id)
);
CREATE TABLE notifications (
	id INTEGER NOT NULL, 
	case_id INTEGER, 
	person_id INTEGER NOT NULL, 
	element TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	body TEXT NOT NULL, 
	created_at TEXT NOT NULL, 
	read_at TEXT, 
	sent_at TEXT, 
	CONSTRAINT pk_notifications PRIMARY KEY (id), 
	CONSTRAINT fk_notifications_case_id FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_notifications_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
CREATE INDEX ix_notifications_person_id_id ON notifications (person_id, id);
CREATE INDEX ix_notifications_unread ON notifications (person_id) WHERE read_at IS NULL;
CREATE TABLE tasks (
	case_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	element TEXT NOT NULL, 
	version_id INTEGER NOT NULL, 
	opened_at TEXT NOT NULL, 
	CONSTRAINT pk_tasks PRIMARY KEY (case_id, id), 
	CONSTRAINT fk_tasks_case_id FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_tasks_version_id FOREIGN KEY(version_id) REFERENCES versions (id)
);
CREATE INDEX ix_jobs_dead ON jobs (id) WHERE dead;
CREATE INDEX ix_incidents_open ON incidents (case_id, id) WHERE resolved_at IS NULL;
CREATE INDEX ix_idempotency_created_at ON idempotency (created_at);
CREATE INDEX ix_versions_live_at_id ON versions (live_at, id);
CREATE INDEX ix_cases_status_updated_at_id ON cases (status, updated_at, id);
CREATE INDEX ix_cases_owner_id_closed_id ON cases (owner_id, closed, id);
CREATE INDEX ix_cases_owner_id_closed_updated_at_id ON cases (owner_id, closed, updated_at, id);
CREATE INDEX ix_cases_priority_updated_at_id ON cases (priority, updated_at, id);
CREATE INDEX ix_cases_open ON cases (id) WHERE NOT closed;
CREATE INDEX ix_cases_open_updated ON cases (updated_at, id) WHERE NOT closed;
CREATE INDEX ix_cases_waiting ON cases (milestone_due, id) WHERE milestone_due IS NOT NULL;
CREATE INDEX ix_milestones_due_at_name_state ON milestones (due_at, name, state);
CREATE TABLE tallies (
	id INTEGER NOT NULL, 
	what TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	change INTEGER NOT NULL, 
	CONSTRAINT pk_tallies PRIMARY KEY (id)
);
CREATE INDEX ix_tallies_what_key ON tallies (what, "key");
CREATE VIRTUAL TABLE case_search USING fts5 (subject, content = 'cases', content_rowid = 'id', tokenize = 'trigram');
CREATE INDEX ix_cases_status_priority_id ON cases (status, priority, id);
CREATE INDEX ix_cases_status_priority_updated_at_id ON cases (status, priority, updated_at, id);
CREATE INDEX ix_jobs_lane ON jobs (lane, due_at, id) WHERE NOT dead;
INSERT INTO alembic_version VALUES ('0009');
INSERT INTO people VALUES (1, 'alice@example.com', 'Alice', '$argon2id$v=19$m=65536,t=3,p=4$XL5L8iHpRQquEHazepxS9A$4hjzzjkUw6qce3TWrOS7z9Rt4w1HxMLutWmBsx77JhA', 1, 0, '2026-03-02T09:00:00.000000+00:00', 0);
INSERT INTO people VALUES (2, 'amir@example.com', 'Amir', NULL, 1, 1, '2026-03-02T09:00:00.000000+00:00', 0);
INSERT INTO people VALUES (3, 'carol@example.com', 'Carol', NULL, 1, 0, '2026-03-02T09:00:00.000000+00:00', 0);
INSERT INTO people VALUES (4, 'owen@example.com', 'Owen', NULL, 1, 0, '2026-03-02T09:00:00.000000+00:00', 0);
INSERT INTO people VALUES (5, 'nora@example.com', 'Nora', NULL, 1, 0, '2026-03-02T09:00:00.000000+00:00', 0);
INSERT INTO people VALUES (6, 'bob@example.com', 'Bob', NULL, 1, 0, '2026-03-02T09:00:00.000000+00:00', 0);
INSERT INTO people VALUES (7, 'eve@example.com', 'Eve', NULL, 1, 0, '2026-03-02T09:00:00.000000+00:00', 0);
INSERT INTO people VALUES (8, 'ada@example.com', 'Ada', NULL, 1, 0, '2026-03-02T09:00:00.000000+00:00', 0);
INSERT INTO idempotency VALUES (1, 'a-key', 'a digest', 'an answer', '2026-03-10T10:20:00.000000+00:00');
INSERT INTO person_roles VALUES (1, 'agent');
INSERT INTO person_roles VALUES (2, 'agent');
INSERT INTO person_roles VALUES (3, 'lead');
INSERT INTO person_roles VALUES (4, 'process_owner');
INSERT INTO person_roles VALUES (5, 'analyst');
INSERT INTO person_roles VALUES (6, 'customer');
INSERT INTO person_roles VALUES (7, 'customer');
INSERT INTO person_roles VALUES (8, 'admin');
INSERT INTO tokens VALUES (1, 1, '24b1fd95fc11b4183d26a711be33a980bdda2a415b7750b27ee00a61d7b585cf', '2026-03-02T09:00:00.000000+00:00', NULL);
INSERT INTO tokens VALUES (2, 6, 'c34670cda5a58c26d74c7c2bedcd4659b56055b142a78d9744034537786e636a', '2026-03-02T09:00:00.000000+00:00', '2026-03-02T09:00:00.000000+00:00');
INSERT INTO versions VALUES (1, 'case_lifecycle', '926e482220088575da33c9996d45db63a6b4fc2ff6eca07abaa27d84a64a1b52', CAST('<?xml version=''1.0'' encoding=''UTF-8''?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0" id="case_lifecycle_definitions" targetNamespace="https://caselane.example/workflows">
  <bpmn:category id="statuses">
    <bpmn:categoryValue id="status_new" value="New"/>
    <bpmn:categoryValue id="status_work_in_progress" value="Work in Progress"/>
    <bpmn:categoryValue id="status_pending_customer" value="Pending Customer"/>
    <bpmn:categoryValue id="status_customer_replied" value="Customer Replied"/>
    <bpmn:categoryValue id="status_solution_proposed" value="Solution Proposed"/>
    <bpmn:categoryValue id="status_blocked" value="Blocked"/>
    <bpmn:categoryValue id="status_closed" value="Closed"/>
  </bpmn:category>
  <bpmn:message id="message_customer_reply" name="customer_reply"/>
  <bpmn:message id="message_customer_closes" name="customer_closes"/>
  <bpmn:message id="message_blocker_cleared" name="blocker_cleared"/>
  <bpmn:message id="message_withdraw_closing" name="withdraw_closing"/>
  <bpmn:message id="message_withdraw_proposal" name="withdraw_proposal"/>
  <bpmn:process id="case_lifecycle" name="Support case" isExecutable="true">
    <bpmn:documentation>The life of a technical-support case. Where its token waits is its status.</bpmn:documentation>
    <bpmn:startEvent id="case_submitted" name="Case submitted">
      <bpmn:documentation>A case begins here, whoever submitted it and through whatever channel.</bpmn:documentation>
      <bpmn:extensionElements>
        <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"blocker_stands": {"const": false}}}</spiffworkflow:formJsonSchema>
      </bpmn:extensionElements>
      <bpmn:outgoing>to_receipt</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:serviceTask id="confirm_receipt" name="Confirm receipt">
      <bpmn:documentation>We have received your request “{subject}” as case {number}. A person will answer it.</bpmn:documentation>
      <bpmn:extensionElements>
        <spiffworkflow:serviceTaskOperator id="notify">
          <spiffworkflow:parameters>
            <spiffworkflow:parameter id="to" type="str" value="&quot;customer&quot;"/>
          </spiffworkflow:parameters>
        </spiffworkflow:serviceTaskOperator>
      </bpmn:extensionElements>
      <bpmn:incoming>to_receipt</bpmn:incoming>
      <bpmn:outgoing>to_target</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:businessRuleTask id="find_first_response_target" name="Find the first response target">
      <bpmn:documentation>Reads the target and the calendar for the case’s priority from the decision table “first_response”. It is read again when the priority changes.</bpmn:documentation>
      <bpmn:extensionElements>
        <spiffworkflow:calledDecisionId>first_response</spiffworkflow:calledDecisionId>
      </bpmn:extensionElements>
      <bpmn:incoming>to_target</bpmn:incoming>
      <bpmn:outgoing>to_case</bpmn:outgoing>
    </bpmn:businessRuleTask>
    <bpmn:subProcess id="case_open" name="Case open">
      <bpmn:incoming>to_case</bpmn:incoming>
      <bpmn:outgoing>case_done</bpmn:outgoing>
      <bpmn:laneSet id="lanes">
        <bpmn:lane id="lane_customer" name="Customer">
          <bpmn:flowNodeRef>agree_to_close</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>withdraw_closing</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_of_closing_after_3_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_of_closing_after_7_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>no_word_on_closing_for_10_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>reply_to_closing</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>tell_owner_of_open_question</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>told_open_question</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>agreed_or_not</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>agreed</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>agreement_recorded</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>review_solution</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>withdraw_proposal</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>reply_to_proposal</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_of_proposal_after_3_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_of_proposal_after_7_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>no_word_on_proposal_for_10_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>to_proposal_reminder</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_of_proposal</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>reminded_of_proposal</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>tell_owner_of_no_word</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>told_no_word</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>accepted_or_not</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>accepted</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>tell_owner_of_rejection</bpmn:flowNodeRef>
        </bpmn:lane>
        <bpmn:lane id="lane_support" name="Support">
          <bpmn:flowNodeRef>opened</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>first_response</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>first_response_due_soon</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>first_response_missed</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>warn_of_first_response</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>tell_of_missed_first_response</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>warned</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>told_missed</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>to_work</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>investigate</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>reply_while_working</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>next_step</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>wait_for_customer</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>reply_while_waiting</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_after_3_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_after_7_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>silent_for_10_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>to_reminder</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_customer</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>reminded</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>tell_owner_of_silence</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>to_replied</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>acknowledge_reply</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>blocker_cleared_meanwhile</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>still_blocked_or_not</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>to_blocked</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>clear_the_blocker</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>reply_while_blocked</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>blocker_cleared</bpmn:flowNodeRef>
        </bpmn:lane>
      </bpmn:laneSet>
      <bpmn:startEvent id="opened">
        <bpmn:outgoing>to_first_response</bpmn:outgoing>
      </bpmn:startEvent>
      <bpmn:userTask id="first_response" name="Send first response">
        <bpmn:documentation>We have your request and will answer by {first_response_due}.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="status" value="New"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>to_first_response</bpmn:incoming>
        <bpmn:outgoing>send_first_response</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:boundaryEvent id="first_response_due_soon" name="Due soon" cancelActivity="false" attachedToRef="first_response">
        <bpmn:documentation>The first response target comes near.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="flag" value="first response due soon"/>
            <spiffworkflow:property name="history" value="The first response is due soon: owner and lead were told"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>due_soon</bpmn:outgoing>
        <bpmn:timerEventDefinition id="first_response_due_soon_timer">
          <bpmn:timeDate xsi:type="bpmn:tFormalExpression">first_response_warning_due</bpmn:timeDate>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="first_response_missed" name="Missed" cancelActivity="false" attachedToRef="first_response">
        <bpmn:documentation>The first response target has passed. Reached at or before it, the milestone is met.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="milestone" value="first_response"/>
            <spiffworkflow:property name="flag" value="first response missed"/>
            <spiffworkflow:property name="unflag" value="first response due soon"/>
            <spiffworkflow:property name="history" value="The first response was missed: owner and lead were told"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>missed</bpmn:outgoing>
        <bpmn:timerEventDefinition id="first_response_missed_timer">
          <bpmn:timeDate xsi:type="bpmn:tFormalExpression">first_response_due</bpmn:timeDate>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:serviceTask id="warn_of_first_response" name="Warn owner and lead">
        <bpmn:documentation>The first response to case {number} “{subject}” is due soon.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;owner, lead&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>due_soon</bpmn:incoming>
        <bpmn:outgoing>warning_sent</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:serviceTask id="tell_of_missed_first_response" name="Tell owner and lead">
        <bpmn:documentation>The first response to case {number} “{subject}” is late.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;owner, lead&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>missed</bpmn:incoming>
        <bpmn:outgoing>miss_told</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:endEvent id="warned">
        <bpmn:incoming>warning_sent</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:endEvent id="told_missed">
        <bpmn:incoming>miss_told</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:exclusiveGateway id="to_work">
        <bpmn:incoming>send_first_response</bpmn:incoming>
        <bpmn:incoming>resume_work</bpmn:incoming>
        <bpmn:incoming>silence_told</bpmn:incoming>
        <bpmn:incoming>withdrawn_closing</bpmn:incoming>
        <bpmn:incoming>acknowledge</bpmn:incoming>
        <bpmn:incoming>withdrawn_proposal</bpmn:incoming>
        <bpmn:incoming>rejection_told</bpmn:incoming>
        <bpmn:incoming>tracker_cleared</bpmn:incoming>
        <bpmn:incoming>clear_blocker</bpmn:incoming>
        <bpmn:outgoing>work_begins</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:userTask id="investigate" name="Investigate and propose a solution">
        <bpmn:documentation>We are working on it.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="status" value="Work in Progress"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>work_begins</bpmn:incoming>
        <bpmn:outgoing>to_next_step</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:boundaryEvent id="reply_while_working" name="Customer replied" attachedToRef="investigate">
        <bpmn:outgoing>reply_at_work</bpmn:outgoing>
        <bpmn:messageEventDefinition id="reply_while_working_message" messageRef="message_customer_reply"/>
      </bpmn:boundaryEvent>
      <bpmn:exclusiveGateway id="next_step" name="What next?">
        <bpmn:incoming>to_next_step</bpmn:incoming>
        <bpmn:outgoing>propose_solution</bpmn:outgoing>
        <bpmn:outgoing>ask_customer</bpmn:outgoing>
        <bpmn:outgoing>block</bpmn:outgoing>
        <bpmn:outgoing>propose_closing</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:userTask id="wait_for_customer" name="Wait for the customer">
        <bpmn:documentation>We need something from you to go on.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="status" value="Pending Customer"/>
            <spiffworkflow:property name="move" value="Customer"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>ask_customer</bpmn:incoming>
        <bpmn:outgoing>resume_work</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:boundaryEvent id="reply_while_waiting" name="Customer replied" attachedToRef="wait_for_customer">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="unflag" value="customer silent"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>reply_at_wait</bpmn:outgoing>
        <bpmn:messageEventDefinition id="reply_while_waiting_message" messageRef="message_customer_reply"/>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="remind_after_3_days" name="3 days" cancelActivity="false" attachedToRef="wait_for_customer">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No reply for 3 business days: the customer was reminded"/>
            <spiffworkflow:property name="customer" value="We remind you."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>first_reminder</bpmn:outgoing>
        <bpmn:timerEventDefinition id="remind_after_3_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="remind_after_7_days" name="7 days" cancelActivity="false" attachedToRef="wait_for_customer">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No reply for 7 business days: the customer was reminded"/>
            <spiffworkflow:property name="customer" value="We remind you."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>second_reminder</bpmn:outgoing>
        <bpmn:timerEventDefinition id="remind_after_7_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P7D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="silent_for_10_days" name="10 days of silence" attachedToRef="wait_for_customer">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="flag" value="customer silent"/>
            <spiffworkflow:property name="history" value="No reply for 10 business days: back to work, the owner was told"/>
            <spiffworkflow:property name="customer" value="We go on without your answer."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>silence</bpmn:outgoing>
        <bpmn:timerEventDefinition id="silent_for_10_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P10D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:exclusiveGateway id="to_reminder">
        <bpmn:incoming>first_reminder</bpmn:incoming>
        <bpmn:incoming>second_reminder</bpmn:incoming>
        <bpmn:incoming>first_reminder_of_closing</bpmn:incoming>
        <bpmn:incoming>second_reminder_of_closing</bpmn:incoming>
        <bpmn:outgoing>remind</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:serviceTask id="remind_customer" name="Remind the customer">
        <bpmn:documentation>We are still waiting for your answer to case {number} “{subject}”.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;customer&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>remind</bpmn:incoming>
        <bpmn:outgoing>reminder_sent</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:endEvent id="reminded">
        <bpmn:incoming>reminder_sent</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:serviceTask id="tell_owner_of_silence" name="Tell the owner">
        <bpmn:documentation>The customer of case {number} “{subject}” has been silent for 10 business days. The case is back with you.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;owner&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>silence</bpmn:incoming>
        <bpmn:outgoing>silence_told</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:userTask id="agree_to_close" name="Agree to close">
        <bpmn:documentation>We could not get to the bottom of this and suggest closing the case. Do you agree?</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="status" value="Pending Customer"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>propose_closing</bpmn:incoming>
        <bpmn:outgoing>to_agreed_or_not</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:boundaryEvent id="withdraw_closing" name="Withdraw the proposal to close" attachedToRef="agree_to_close">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="audience" value="Support"/>
            <spiffworkflow:property name="history" value="took the proposal to close back"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>withdrawn_closing</bpmn:outgoing>
        <bpmn:messageEventDefinition id="withdraw_closing_message" messageRef="message_withdraw_closing"/>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="remind_of_closing_after_3_days" name="3 days" cancelActivity="false" attachedToRef="agree_to_close">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No answer for 3 business days: the customer was reminded"/>
            <spiffworkflow:property name="customer" value="We remind you."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>first_reminder_of_closing</bpmn:outgoing>
        <bpmn:timerEventDefinition id="remind_of_closing_after_3_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="remind_of_closing_after_7_days" name="7 days" cancelActivity="false" attachedToRef="agree_to_close">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No answer for 7 business days: the customer was reminded"/>
            <spiffworkflow:property name="customer" value="We remind you."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>second_reminder_of_closing</bpmn:outgoing>
        <bpmn:timerEventDefinition id="remind_of_closing_after_7_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P7D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="no_word_on_closing_for_10_days" name="10 days" cancelActivity="false" attachedToRef="agree_to_close">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No answer for 10 business days: the owner was told"/>
            <spiffworkflow:property name="customer" value="We look at it again ourselves."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>no_word_on_closing</bpmn:outgoing>
        <bpmn:timerEventDefinition id="no_word_on_closing_for_10_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P10D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="reply_to_closing" name="Customer replied" attachedToRef="agree_to_close">
        <bpmn:outgoing>reply_at_closing</bpmn:outgoing>
        <bpmn:messageEventDefinition id="reply_to_closing_message" messageRef="message_customer_reply"/>
      </bpmn:boundaryEvent>
      <bpmn:serviceTask id="tell_owner_of_open_question" name="Tell the owner">
        <bpmn:documentation>The customer of case {number} “{subject}” has not said for 10 business days whether to close it.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;owner&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>no_word_on_closing</bpmn:incoming>
        <bpmn:outgoing>open_question_told</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:endEvent id="told_open_question">
        <bpmn:incoming>open_question_told</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:exclusiveGateway id="agreed_or_not" name="Close it?">
        <bpmn:incoming>to_agreed_or_not</bpmn:incoming>
        <bpmn:outgoing>agree_closing</bpmn:outgoing>
        <bpmn:outgoing>record_agreement</bpmn:outgoing>
        <bpmn:outgoing>keep_open</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:endEvent id="agreed" name="Agreed to close">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="resolution" value="inconclusive"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>agree_closing</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:endEvent id="agreement_recorded" name="Agreement recorded">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="resolution" value="inconclusive"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>record_agreement</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:exclusiveGateway id="to_replied">
        <bpmn:incoming>reply_at_work</bpmn:incoming>
        <bpmn:incoming>reply_at_wait</bpmn:incoming>
        <bpmn:incoming>reply_at_closing</bpmn:incoming>
        <bpmn:incoming>keep_open</bpmn:incoming>
        <bpmn:incoming>cleared_meanwhile</bpmn:incoming>
        <bpmn:incoming>reply_at_proposal</bpmn:incoming>
        <bpmn:incoming>reply_at_block</bpmn:incoming>
        <bpmn:outgoing>reply_kept</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:userTask id="acknowledge_reply" name="Acknowledge the reply">
        <bpmn:documentation>Thank you, we have your answer and will come back to you.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="status" value="Customer Replied"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>reply_kept</bpmn:incoming>
        <bpmn:outgoing>to_still_blocked_or_not</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:boundaryEvent id="blocker_cleared_meanwhile" name="Blocker cleared" attachedToRef="acknowledge_reply">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="cleared the blocker"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"blocker_stands": {"const": false}}}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
        <bpmn:outgoing>cleared_meanwhile</bpmn:outgoing>
        <bpmn:messageEventDefinition id="blocker_cleared_meanwhile_message" messageRef="message_blocker_cleared"/>
      </bpmn:boundaryEvent>
      <bpmn:exclusiveGateway id="still_blocked_or_not" name="Still blocked?">
        <bpmn:incoming>to_still_blocked_or_not</bpmn:incoming>
        <bpmn:outgoing>acknowledge</bpmn:outgoing>
        <bpmn:outgoing>still_blocked</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:userTask id="review_solution" name="Review the solution">
        <bpmn:documentation>We think this solves it. Does it?</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="status" value="Solution Proposed"/>
            <spiffworkflow:property name="proposal" value="solution"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>propose_solution</bpmn:incoming>
        <bpmn:outgoing>to_accepted_or_not</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:boundaryEvent id="withdraw_proposal" name="Withdraw the proposal" attachedToRef="review_solution">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="audience" value="Support"/>
            <spiffworkflow:property name="history" value="withdrew the proposal"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>withdrawn_proposal</bpmn:outgoing>
        <bpmn:messageEventDefinition id="withdraw_proposal_message" messageRef="message_withdraw_proposal"/>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="reply_to_proposal" name="Customer replied" attachedToRef="review_solution">
        <bpmn:outgoing>reply_at_proposal</bpmn:outgoing>
        <bpmn:messageEventDefinition id="reply_to_proposal_message" messageRef="message_customer_reply"/>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="remind_of_proposal_after_3_days" name="3 days" cancelActivity="false" attachedToRef="review_solution">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No answer for 3 business days: the customer was reminded"/>
            <spiffworkflow:property name="customer" value="We remind you."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>first_reminder_of_proposal</bpmn:outgoing>
        <bpmn:timerEventDefinition id="remind_of_proposal_after_3_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="remind_of_proposal_after_7_days" name="7 days" cancelActivity="false" attachedToRef="review_solution">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No answer for 7 business days: the customer was reminded"/>
            <spiffworkflow:property name="customer" value="We remind you."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>second_reminder_of_proposal</bpmn:outgoing>
        <bpmn:timerEventDefinition id="remind_of_proposal_after_7_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P7D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="no_word_on_proposal_for_10_days" name="10 days" cancelActivity="false" attachedToRef="review_solution">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No answer for 10 business days: the owner was told"/>
            <spiffworkflow:property name="customer" value="We look at it again ourselves."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>no_word</bpmn:outgoing>
        <bpmn:timerEventDefinition id="no_word_on_proposal_for_10_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P10D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:exclusiveGateway id="to_proposal_reminder">
        <bpmn:incoming>first_reminder_of_proposal</bpmn:incoming>
        <bpmn:incoming>second_reminder_of_proposal</bpmn:incoming>
        <bpmn:outgoing>remind_of_it</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:serviceTask id="remind_of_proposal" name="Remind the customer">
        <bpmn:documentation>Please tell us whether our proposal solves case {number} “{subject}”.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;customer&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>remind_of_it</bpmn:incoming>
        <bpmn:outgoing>proposal_reminder_sent</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:endEvent id="reminded_of_proposal">
        <bpmn:incoming>proposal_reminder_sent</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:serviceTask id="tell_owner_of_no_word" name="Tell the owner">
        <bpmn:documentation>The customer has not answered the proposal in case {number} “{subject}” for 10 business days.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;owner&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>no_word</bpmn:incoming>
        <bpmn:outgoing>no_word_told</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:endEvent id="told_no_word">
        <bpmn:incoming>no_word_told</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:exclusiveGateway id="accepted_or_not" name="Solved?">
        <bpmn:incoming>to_accepted_or_not</bpmn:incoming>
        <bpmn:outgoing>accept_solution</bpmn:outgoing>
        <bpmn:outgoing>reject_solution</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:endEvent id="accepted" name="Solution accepted">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="resolution" value="solved"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>accept_solution</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:serviceTask id="tell_owner_of_rejection" name="Tell the owner">
        <bpmn:documentation>The customer rejected the solution in case {number} “{subject}”.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;owner&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>reject_solution</bpmn:incoming>
        <bpmn:outgoing>rejection_told</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:exclusiveGateway id="to_blocked">
        <bpmn:incoming>block</bpmn:incoming>
        <bpmn:incoming>still_blocked</bpmn:incoming>
        <bpmn:outgoing>waits_for_blocker</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:userTask id="clear_the_blocker" name="Clear the blocker">
        <bpmn:documentation>We are waiting for a fix (reference {reference}). You can write to us at any time.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="status" value="Blocked"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>waits_for_blocker</bpmn:incoming>
        <bpmn:outgoing>clear_blocker</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:boundaryEvent id="reply_while_blocked" name="Customer replied" attachedToRef="clear_the_blocker">
        <bpmn:outgoing>reply_at_block</bpmn:outgoing>
        <bpmn:messageEventDefinition id="reply_while_blocked_message" messageRef="message_customer_reply"/>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="blocker_cleared" name="Blocker cleared" attachedToRef="clear_the_blocker">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="cleared the blocker"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"blocker_stands": {"const": false}}}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
        <bpmn:outgoing>tracker_cleared</bpmn:outgoing>
        <bpmn:messageEventDefinition id="blocker_cleared_message" messageRef="message_blocker_cleared"/>
      </bpmn:boundaryEvent>
      <bpmn:sequenceFlow id="to_first_response" sourceRef="opened" targetRef="first_response"/>
      <bpmn:sequenceFlow id="due_soon" sourceRef="first_response_due_soon" targetRef="warn_of_first_response"/>
      <bpmn:sequenceFlow id="warning_sent" sourceRef="warn_of_first_response" targetRef="warned"/>
      <bpmn:sequenceFlow id="missed" sourceRef="first_response_missed" targetRef="tell_of_missed_first_response"/>
      <bpmn:sequenceFlow id="miss_told" sourceRef="tell_of_missed_first_response" targetRef="told_missed"/>
      <bpmn:sequenceFlow id="send_first_response" sourceRef="first_response" targetRef="to_work">
        <bpmn:documentation>The first message that a person of support writes to the customer.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="message" value="public"/>
            <spiffworkflow:property name="unflag" value="first response due soon"/>
            <spiffworkflow:property name="history" value="sent the first response"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"body": {"type": "string", "title": "First response", "x-conversation": "public", "minLength": 1, "maxLength": 100000}}, "required": ["body"]}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="work_begins" sourceRef="to_work" targetRef="investigate"/>
      <bpmn:sequenceFlow id="to_next_step" sourceRef="investigate" targetRef="next_step"/>
      <bpmn:sequenceFlow id="reply_at_work" sourceRef="reply_while_working" targetRef="to_replied"/>
      <bpmn:sequenceFlow id="propose_solution" name="Propose solution" sourceRef="next_step" targetRef="review_solution">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="proposed a solution"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"body": {"type": "string", "title": "The solution", "x-conversation": "public", "minLength": 1, "maxLength": 100000, "description": "What solves it, or works around it for good. The customer accepts or rejects it."}}, "required": ["body"]}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="ask_customer" name="Ask customer" sourceRef="next_step" targetRef="wait_for_customer">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="asked the customer"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"body": {"type": "string", "title": "Question to the customer", "x-conversation": "public", "minLength": 1, "maxLength": 100000}}, "required": ["body"]}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="block" name="Block" sourceRef="next_step" targetRef="to_blocked">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="blocked the case"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"kind": {"type": "string", "title": "What blocks it?", "enum": ["Bug", "Other"]}, "reference": {"type": "string", "title": "Reference", "description": "For example the number of the bug report", "minLength": 1, "maxLength": 200}, "note": {"type": "string", "title": "Note", "x-conversation": "internal", "maxLength": 10000, "minLength": 1}, "blocker_stands": {"const": true}}, "required": ["kind", "reference", "note"]}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="propose_closing" name="Propose closing" sourceRef="next_step" targetRef="agree_to_close">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="proposed to close the case"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"body": {"type": "string", "title": "Why close it?", "x-conversation": "public", "minLength": 1, "maxLength": 100000, "description": "For an inconclusive case: the customer has to agree."}}, "required": ["body"]}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="resume_work" name="Resume work" sourceRef="wait_for_customer" targetRef="to_work">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="resumed work"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="reply_at_wait" sourceRef="reply_while_waiting" targetRef="to_replied"/>
      <bpmn:sequenceFlow id="first_reminder" sourceRef="remind_after_3_days" targetRef="to_reminder"/>
      <bpmn:sequenceFlow id="second_reminder" sourceRef="remind_after_7_days" targetRef="to_reminder"/>
      <bpmn:sequenceFlow id="remind" sourceRef="to_reminder" targetRef="remind_customer"/>
      <bpmn:sequenceFlow id="reminder_sent" sourceRef="remind_customer" targetRef="reminded"/>
      <bpmn:sequenceFlow id="silence" sourceRef="silent_for_10_days" targetRef="tell_owner_of_silence"/>
      <bpmn:sequenceFlow id="silence_told" sourceRef="tell_owner_of_silence" targetRef="to_work"/>
      <bpmn:sequenceFlow id="withdrawn_closing" sourceRef="withdraw_closing" targetRef="to_work"/>
      <bpmn:sequenceFlow id="first_reminder_of_closing" sourceRef="remind_of_closing_after_3_days" targetRef="to_reminder"/>
      <bpmn:sequenceFlow id="second_reminder_of_closing" sourceRef="remind_of_closing_after_7_days" targetRef="to_reminder"/>
      <bpmn:sequenceFlow id="no_word_on_closing" sourceRef="no_word_on_closing_for_10_days" targetRef="tell_owner_of_open_question"/>
      <bpmn:sequenceFlow id="open_question_told" sourceRef="tell_owner_of_open_question" targetRef="told_open_question"/>
      <bpmn:sequenceFlow id="reply_at_closing" sourceRef="reply_to_closing" targetRef="to_replied"/>
      <bpmn:sequenceFlow id="to_agreed_or_not" sourceRef="agree_to_close" targetRef="agreed_or_not"/>
      <bpmn:sequenceFlow id="agree_closing" name="Agree to close" sourceRef="agreed_or_not" targetRef="agreed">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="agreed to close the case"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="record_agreement" name="Record agreement" sourceRef="agreed_or_not" targetRef="agreement_recorded">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="audience" value="Support"/>
            <spiffworkflow:property name="history" value="recorded that the customer agreed to close it"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"how": {"type": "string", "title": "How did the customer agree?", "minLength": 1, "maxLength": 1000}}, "required": ["how"]}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="keep_open" name="Keep the case open" sourceRef="agreed_or_not" targetRef="to_replied">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="asked to keep the case open"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="reply_kept" sourceRef="to_replied" targetRef="acknowledge_reply"/>
      <bpmn:sequenceFlow id="cleared_meanwhile" sourceRef="blocker_cleared_meanwhile" targetRef="to_replied"/>
      <bpmn:sequenceFlow id="to_still_blocked_or_not" sourceRef="acknowledge_reply" targetRef="still_blocked_or_not"/>
      <bpmn:sequenceFlow id="acknowledge" name="Acknowledge" sourceRef="still_blocked_or_not" targetRef="to_work">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="acknowledged the reply"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"blocker_stands": {"const": false}}}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="still_blocked" name="Still blocked" sourceRef="still_blocked_or_not" targetRef="to_blocked">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="acknowledged the reply; the blocker still stands"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">blocker_stands</bpmn:conditionExpression>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="withdrawn_proposal" sourceRef="withdraw_proposal" targetRef="to_work"/>
      <bpmn:sequenceFlow id="reply_at_proposal" sourceRef="reply_to_proposal" targetRef="to_replied"/>
      <bpmn:sequenceFlow id="first_reminder_of_proposal" sourceRef="remind_of_proposal_after_3_days" targetRef="to_proposal_reminder"/>
      <bpmn:sequenceFlow id="second_reminder_of_proposal" sourceRef="remind_of_proposal_after_7_days" targetRef="to_proposal_reminder"/>
      <bpmn:sequenceFlow id="remind_of_it" sourceRef="to_proposal_reminder" targetRef="remind_of_proposal"/>
      <bpmn:sequenceFlow id="proposal_reminder_sent" sourceRef="remind_of_proposal" targetRef="reminded_of_proposal"/>
      <bpmn:sequenceFlow id="no_word" sourceRef="no_word_on_proposal_for_10_days" targetRef="tell_owner_of_no_word"/>
      <bpmn:sequenceFlow id="no_word_told" sourceRef="tell_owner_of_no_word" targetRef="told_no_word"/>
      <bpmn:sequenceFlow id="to_accepted_or_not" sourceRef="review_solution" targetRef="accepted_or_not"/>
      <bpmn:sequenceFlow id="accept_solution" name="Accept Solution" sourceRef="accepted_or_not" targetRef="accepted">
        <bpmn:documentation>This closes the case. A closed case cannot be reopened; you can open a repeat case.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="accepted the solution"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"proposal": {"type": "string", "title": "Proposal", "maxLength": 60}}}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="reject_solution" name="Reject Solution" sourceRef="accepted_or_not" targetRef="tell_owner_of_rejection">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="rejected the solution"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"reason": {"type": "string", "title": "What is missing?", "x-conversation": "public", "maxLength": 100000}, "proposal": {"type": "string", "title": "Proposal", "maxLength": 60}}}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="rejection_told" sourceRef="tell_owner_of_rejection" targetRef="to_work"/>
      <bpmn:sequenceFlow id="waits_for_blocker" sourceRef="to_blocked" targetRef="clear_the_blocker"/>
      <bpmn:sequenceFlow id="reply_at_block" sourceRef="reply_while_blocked" targetRef="to_replied"/>
      <bpmn:sequenceFlow id="tracker_cleared" sourceRef="blocker_cleared" targetRef="to_work"/>
      <bpmn:sequenceFlow id="clear_blocker" sourceRef="clear_the_blocker" targetRef="to_work">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="cleared the blocker"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"note": {"type": "string", "title": "What cleared it?", "x-conversation": "internal", "maxLength": 10000}, "blocker_stands": {"const": false}}}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:group id="region_new" categoryValueRef="status_new"/>
      <bpmn:group id="region_work_in_progress" categoryValueRef="status_work_in_progress"/>
      <bpmn:group id="region_pending_customer" categoryValueRef="status_pending_customer"/>
      <bpmn:group id="region_customer_replied" categoryValueRef="status_customer_replied"/>
      <bpmn:group id="region_solution_proposed" categoryValueRef="status_solution_proposed"/>
      <bpmn:group id="region_blocked" categoryValueRef="status_blocked"/>
    </bpmn:subProcess>
    <bpmn:boundaryEvent id="customer_closes" name="This is resolved" attachedToRef="case_open">
      <bpmn:documentation>The customer says, at any time, that the matter is resolved. Support may record that it was said, and how.</bpmn:documentation>
      <bpmn:extensionElements>
        <spiffworkflow:properties>
          <spiffworkflow:property name="audience" value="Customer, Support"/>
          <spiffworkflow:property name="resolution" value="customer_resolved"/>
          <spiffworkflow:property name="history" value="reported it as resolved"/>
        </spiffworkflow:properties>
        <spiffworkflow:formJsonSchema audience="Support">{"type": "object", "properties": {"how": {"type": "string", "title": "How did the customer say so?", "minLength": 1, "maxLength": 1000, "examples": ["By phone, on 3 March"]}}, "required": ["how"]}</spiffworkflow:formJsonSchema>
      </bpmn:extensionElements>
      <bpmn:outgoing>case_resolved</bpmn:outgoing>
      <bpmn:messageEventDefinition id="customer_closes_message" messageRef="message_customer_closes"/>
    </bpmn:boundaryEvent>
    <bpmn:exclusiveGateway id="to_closed">
      <bpmn:incoming>case_done</bpmn:incoming>
      <bpmn:incoming>case_resolved</bpmn:incoming>
      <bpmn:outgoing>to_the_end</bpmn:outgoing>
    </bpmn:exclusiveGateway>
    <bpmn:endEvent id="closed" name="Closed">
      <bpmn:documentation>This case is closed. If it comes back, open a repeat case.</bpmn:documentation>
      <bpmn:extensionElements>
        <spiffworkflow:properties>
          <spiffworkflow:property name="status" value="Closed"/>
        </spiffworkflow:properties>
      </bpmn:extensionElements>
      <bpmn:incoming>to_the_end</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="to_receipt" sourceRef="case_submitted" targetRef="confirm_receipt"/>
    <bpmn:sequenceFlow id="to_target" sourceRef="confirm_receipt" targetRef="find_first_response_target"/>
    <bpmn:sequenceFlow id="to_case" sourceRef="find_first_response_target" targetRef="case_open"/>
    <bpmn:sequenceFlow id="case_done" sourceRef="case_open" targetRef="to_closed"/>
    <bpmn:sequenceFlow id="case_resolved" sourceRef="customer_closes" targetRef="to_closed"/>
    <bpmn:sequenceFlow id="to_the_end" sourceRef="to_closed" targetRef="closed"/>
    <bpmn:group id="region_closed" categoryValueRef="status_closed"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="drawing">
    <bpmndi:BPMNPlane id="plane" bpmnElement="case_lifecycle">
      <bpmndi:BPMNShape id="case_open_di" bpmnElement="case_open" isExpanded="true">
        <dc:Bounds x="600" y="80" width="2816" height="1242"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="lane_customer_di" bpmnElement="lane_customer" isHorizontal="true">
        <dc:Bounds x="600" y="80" width="2816" height="576"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="lane_support_di" bpmnElement="lane_support" isHorizontal="true">
        <dc:Bounds x="600" y="656" width="2816" height="666"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="case_submitted_di" bpmnElement="case_submitted">
        <dc:Bounds x="154" y="818" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="120" y="861" width="104" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="confirm_receipt_di" bpmnElement="confirm_receipt">
        <dc:Bounds x="240" y="796" width="120" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="find_first_response_target_di" bpmnElement="find_first_response_target">
        <dc:Bounds x="420" y="796" width="120" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="to_closed_di" bpmnElement="to_closed" isMarkerVisible="true">
        <dc:Bounds x="3491" y="811" width="50" height="50"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="closed_di" bpmnElement="closed" bioc:stroke="#596B84" bioc:fill="#ECEEF0" color:background-color="#ECEEF0" color:border-color="#596B84">
        <dc:Bounds x="3598" y="818" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="3591" y="859" width="50" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="opened_di" bpmnElement="opened">
        <dc:Bounds x="662" y="818" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="first_response_di" bpmnElement="first_response" bioc:stroke="#0B57B0" bioc:fill="#E3EEFB" color:background-color="#E3EEFB" color:border-color="#0B57B0">
        <dc:Bounds x="740" y="796" width="220" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="warn_of_first_response_di" bpmnElement="warn_of_first_response">
        <dc:Bounds x="734" y="946" width="112" height="84"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="tell_of_missed_first_response_di" bpmnElement="tell_of_missed_first_response">
        <dc:Bounds x="859" y="946" width="112" height="84"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="warned_di" bpmnElement="warned">
        <dc:Bounds x="772" y="1079" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="told_missed_di" bpmnElement="told_missed">
        <dc:Bounds x="897" y="1079" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="to_work_di" bpmnElement="to_work" isMarkerVisible="true">
        <dc:Bounds x="1015" y="811" width="50" height="50"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="investigate_di" bpmnElement="investigate" bioc:stroke="#3B1CA8" bioc:fill="#E9E4FB" color:background-color="#E9E4FB" color:border-color="#3B1CA8">
        <dc:Bounds x="1100" y="796" width="180" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="next_step_di" bpmnElement="next_step" isMarkerVisible="true">
        <dc:Bounds x="1315" y="811" width="50" height="50"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1291" y="872" width="42" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="wait_for_customer_di" bpmnElement="wait_for_customer" bioc:stroke="#8B6506" bioc:fill="#FFF1D6" color:background-color="#FFF1D6" color:border-color="#8B6506">
        <dc:Bounds x="1546" y="796" width="220" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="to_reminder_di" bpmnElement="to_reminder" isMarkerVisible="true">
        <dc:Bounds x="1586" y="926" width="50" height="50"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_customer_di" bpmnElement="remind_customer">
        <dc:Bounds x="1555" y="1006" width="112" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="reminded_di" bpmnElement="reminded">
        <dc:Bounds x="1593" y="1118" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="tell_owner_of_silence_di" bpmnElement="tell_owner_of_silence">
        <dc:Bounds x="1684" y="1006" width="104" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="agree_to_close_di" bpmnElement="agree_to_close" bioc:stroke="#8B6506" bioc:fill="#FFF1D6" color:background-color="#FFF1D6" color:border-color="#8B6506">
        <dc:Bounds x="1546" y="260" width="220" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="tell_owner_of_open_question_di" bpmnElement="tell_owner_of_open_question">
        <dc:Bounds x="1646" y="413" width="100" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="told_open_question_di" bpmnElement="told_open_question">
        <dc:Bounds x="1678" y="528" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="agreed_or_not_di" bpmnElement="agreed_or_not" isMarkerVisible="true">
        <dc:Bounds x="1821" y="275" width="50" height="50"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1778" y="258" width="64" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="agreed_di" bpmnElement="agreed">
        <dc:Bounds x="1973" y="202" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1956" y="242" width="70" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="agreement_recorded_di" bpmnElement="agreement_recorded">
        <dc:Bounds x="1973" y="282" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1956" y="322" width="70" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="to_replied_di" bpmnElement="to_replied" isMarkerVisible="true">
        <dc:Bounds x="2061" y="811" width="50" height="50"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="acknowledge_reply_di" bpmnElement="acknowledge_reply" bioc:stroke="#6B0B4A" bioc:fill="#FBE3EE" color:background-color="#FBE3EE" color:border-color="#6B0B4A">
        <dc:Bounds x="2146" y="796" width="180" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="still_blocked_or_not_di" bpmnElement="still_blocked_or_not" isMarkerVisible="true">
        <dc:Bounds x="2361" y="811" width="50" height="50"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2338" y="868" width="96" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="review_solution_di" bpmnElement="review_solution" bioc:stroke="#167A51" bioc:fill="#DFF3E8" color:background-color="#DFF3E8" color:border-color="#167A51">
        <dc:Bounds x="2566" y="260" width="220" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="to_proposal_reminder_di" bpmnElement="to_proposal_reminder" isMarkerVisible="true">
        <dc:Bounds x="2606" y="385" width="50" height="50"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_of_proposal_di" bpmnElement="remind_of_proposal">
        <dc:Bounds x="2575" y="460" width="112" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="reminded_of_proposal_di" bpmnElement="reminded_of_proposal">
        <dc:Bounds x="2613" y="566" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="tell_owner_of_no_word_di" bpmnElement="tell_owner_of_no_word">
        <dc:Bounds x="2704" y="460" width="104" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="told_no_word_di" bpmnElement="told_no_word">
        <dc:Bounds x="2738" y="566" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="accepted_or_not_di" bpmnElement="accepted_or_not" isMarkerVisible="true">
        <dc:Bounds x="2851" y="275" width="50" height="50"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2806" y="258" width="56" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="accepted_di" bpmnElement="accepted">
        <dc:Bounds x="2988" y="282" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2974" y="322" width="64" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="tell_owner_of_rejection_di" bpmnElement="tell_owner_of_rejection">
        <dc:Bounds x="2824" y="460" width="104" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="to_blocked_di" bpmnElement="to_blocked" isMarkerVisible="true">
        <dc:Bounds x="3076" y="811" width="50" height="50"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="clear_the_blocker_di" bpmnElement="clear_the_blocker" bioc:stroke="#7A1705" bioc:fill="#FBE4DE" color:background-color="#FBE4DE" color:border-color="#7A1705">
        <dc:Bounds x="3161" y="796" width="180" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="customer_closes_di" bpmnElement="customer_closes">
        <dc:Bounds x="3398" y="1064" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="3438" y="1094" width="108" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="first_response_due_soon_di" bpmnElement="first_response_due_soon">
        <dc:Bounds x="772" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="800" y="900" width="62" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="first_response_missed_di" bpmnElement="first_response_missed">
        <dc:Bounds x="897" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="925" y="900" width="52" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="reply_while_working_di" bpmnElement="reply_while_working">
        <dc:Bounds x="1172" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1198" y="898" width="66" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="reply_while_waiting_di" bpmnElement="reply_while_waiting">
        <dc:Bounds x="1748" y="818" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1790" y="842" width="66" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_after_3_days_di" bpmnElement="remind_after_3_days">
        <dc:Bounds x="1548" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1518" y="900" width="46" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_after_7_days_di" bpmnElement="remind_after_7_days">
        <dc:Bounds x="1638" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1663" y="900" width="48" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="silent_for_10_days_di" bpmnElement="silent_for_10_days">
        <dc:Bounds x="1718" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1744" y="900" width="66" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="withdraw_closing_di" bpmnElement="withdraw_closing">
        <dc:Bounds x="1578" y="242" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1620" y="216" width="112" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_of_closing_after_3_days_di" bpmnElement="remind_of_closing_after_3_days">
        <dc:Bounds x="1553" y="322" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1578" y="364" width="48" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_of_closing_after_7_days_di" bpmnElement="remind_of_closing_after_7_days">
        <dc:Bounds x="1613" y="322" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1638" y="364" width="48" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="no_word_on_closing_for_10_days_di" bpmnElement="no_word_on_closing_for_10_days">
        <dc:Bounds x="1678" y="322" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1703" y="364" width="52" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="reply_to_closing_di" bpmnElement="reply_to_closing">
        <dc:Bounds x="1738" y="322" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1762" y="378" width="78" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="blocker_cleared_meanwhile_di" bpmnElement="blocker_cleared_meanwhile">
        <dc:Bounds x="2218" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2258" y="886" width="60" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="withdraw_proposal_di" bpmnElement="withdraw_proposal">
        <dc:Bounds x="2593" y="242" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2484" y="212" width="104" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="reply_to_proposal_di" bpmnElement="reply_to_proposal">
        <dc:Bounds x="2548" y="282" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2478" y="320" width="66" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_of_proposal_after_3_days_di" bpmnElement="remind_of_proposal_after_3_days">
        <dc:Bounds x="2568" y="322" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2592" y="364" width="48" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_of_proposal_after_7_days_di" bpmnElement="remind_of_proposal_after_7_days">
        <dc:Bounds x="2658" y="322" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2683" y="364" width="48" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="no_word_on_proposal_for_10_days_di" bpmnElement="no_word_on_proposal_for_10_days">
        <dc:Bounds x="2738" y="322" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2763" y="364" width="54" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="reply_while_blocked_di" bpmnElement="reply_while_blocked">
        <dc:Bounds x="3188" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="3136" y="898" width="66" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="blocker_cleared_di" bpmnElement="blocker_cleared">
        <dc:Bounds x="3278" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="3304" y="898" width="58" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="region_new_di" bpmnElement="region_new" bioc:stroke="#0B57B0" color:border-color="#0B57B0">
        <dc:Bounds x="645" y="112" width="340" height="1194"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="740" y="118" width="150" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="region_work_in_progress_di" bpmnElement="region_work_in_progress" bioc:stroke="#3B1CA8" color:border-color="#3B1CA8">
        <dc:Bounds x="1000" y="112" width="456" height="1194"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1153" y="118" width="150" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="region_pending_customer_di" bpmnElement="region_pending_customer" bioc:stroke="#8B6506" color:border-color="#8B6506">
        <dc:Bounds x="1470" y="112" width="558" height="1194"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1674" y="118" width="150" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="region_customer_replied_di" bpmnElement="region_customer_replied" bioc:stroke="#6B0B4A" color:border-color="#6B0B4A">
        <dc:Bounds x="2042" y="112" width="404" height="1194"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2169" y="118" width="150" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="region_solution_proposed_di" bpmnElement="region_solution_proposed" bioc:stroke="#167A51" color:border-color="#167A51">
        <dc:Bounds x="2460" y="112" width="582" height="1194"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2676" y="118" width="150" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="region_blocked_di" bpmnElement="region_blocked" bioc:stroke="#7A1705" color:border-color="#7A1705">
        <dc:Bounds x="3056" y="112" width="342" height="1194"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="3152" y="118" width="150" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="region_closed_di" bpmnElement="region_closed" bioc:stroke="#596B84" color:border-color="#596B84">
        <dc:Bounds x="3458" y="736" width="220" height="230"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="3493" y="742" width="150" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="to_receipt_di" bpmnElement="to_receipt">
        <di:waypoint x="190" y="836"/>
        <di:waypoint x="240" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_target_di" bpmnElement="to_target">
        <di:waypoint x="360" y="836"/>
        <di:waypoint x="420" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_case_di" bpmnElement="to_case">
        <di:waypoint x="540" y="836"/>
        <di:waypoint x="600" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="case_done_di" bpmnElement="case_done">
        <di:waypoint x="3416" y="836"/>
        <di:waypoint x="3491" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="case_resolved_di" bpmnElement="case_resolved">
        <di:waypoint x="3434" y="1082"/>
        <di:waypoint x="3516" y="1082"/>
        <di:waypoint x="3516" y="861"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_the_end_di" bpmnElement="to_the_end">
        <di:waypoint x="3541" y="836"/>
        <di:waypoint x="3598" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_first_response_di" bpmnElement="to_first_response">
        <di:waypoint x="698" y="836"/>
        <di:waypoint x="740" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="due_soon_di" bpmnElement="due_soon">
        <di:waypoint x="790" y="894"/>
        <di:waypoint x="790" y="946"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="warning_sent_di" bpmnElement="warning_sent">
        <di:waypoint x="790" y="1030"/>
        <di:waypoint x="790" y="1079"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="missed_di" bpmnElement="missed">
        <di:waypoint x="915" y="894"/>
        <di:waypoint x="915" y="946"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="miss_told_di" bpmnElement="miss_told">
        <di:waypoint x="915" y="1030"/>
        <di:waypoint x="915" y="1079"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="send_first_response_di" bpmnElement="send_first_response">
        <di:waypoint x="960" y="836"/>
        <di:waypoint x="1015" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="work_begins_di" bpmnElement="work_begins">
        <di:waypoint x="1065" y="836"/>
        <di:waypoint x="1100" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_next_step_di" bpmnElement="to_next_step">
        <di:waypoint x="1280" y="836"/>
        <di:waypoint x="1315" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reply_at_work_di" bpmnElement="reply_at_work">
        <di:waypoint x="1190" y="894"/>
        <di:waypoint x="1190" y="1242"/>
        <di:waypoint x="2086" y="1242"/>
        <di:waypoint x="2086" y="861"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="propose_solution_di" bpmnElement="propose_solution">
        <di:waypoint x="1340" y="811"/>
        <di:waypoint x="1340" y="155"/>
        <di:waypoint x="2676" y="155"/>
        <di:waypoint x="2676" y="260"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1346" y="136" width="108" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="ask_customer_di" bpmnElement="ask_customer">
        <di:waypoint x="1365" y="836"/>
        <di:waypoint x="1546" y="836"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1372" y="842" width="76" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="block_di" bpmnElement="block">
        <di:waypoint x="1340" y="861"/>
        <di:waypoint x="1340" y="1282"/>
        <di:waypoint x="3101" y="1282"/>
        <di:waypoint x="3101" y="861"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1350" y="904" width="40" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="propose_closing_di" bpmnElement="propose_closing">
        <di:waypoint x="1365" y="836"/>
        <di:waypoint x="1420" y="836"/>
        <di:waypoint x="1420" y="300"/>
        <di:waypoint x="1546" y="300"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1354" y="486" width="58" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="resume_work_di" bpmnElement="resume_work">
        <di:waypoint x="1606" y="796"/>
        <di:waypoint x="1606" y="716"/>
        <di:waypoint x="1040" y="716"/>
        <di:waypoint x="1040" y="811"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1612" y="752" width="90" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reply_at_wait_di" bpmnElement="reply_at_wait">
        <di:waypoint x="1784" y="836"/>
        <di:waypoint x="2061" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="first_reminder_di" bpmnElement="first_reminder">
        <di:waypoint x="1566" y="894"/>
        <di:waypoint x="1566" y="951"/>
        <di:waypoint x="1586" y="951"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="second_reminder_di" bpmnElement="second_reminder">
        <di:waypoint x="1656" y="894"/>
        <di:waypoint x="1656" y="951"/>
        <di:waypoint x="1636" y="951"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="remind_di" bpmnElement="remind">
        <di:waypoint x="1611" y="976"/>
        <di:waypoint x="1611" y="1006"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reminder_sent_di" bpmnElement="reminder_sent">
        <di:waypoint x="1611" y="1086"/>
        <di:waypoint x="1611" y="1118"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="silence_di" bpmnElement="silence">
        <di:waypoint x="1736" y="894"/>
        <di:waypoint x="1736" y="1006"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="silence_told_di" bpmnElement="silence_told">
        <di:waypoint x="1736" y="1086"/>
        <di:waypoint x="1736" y="1202"/>
        <di:waypoint x="1040" y="1202"/>
        <di:waypoint x="1040" y="861"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="withdrawn_closing_di" bpmnElement="withdrawn_closing">
        <di:waypoint x="1596" y="242"/>
        <di:waypoint x="1596" y="190"/>
        <di:waypoint x="1040" y="190"/>
        <di:waypoint x="1040" y="811"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="first_reminder_of_closing_di" bpmnElement="first_reminder_of_closing">
        <di:waypoint x="1571" y="358"/>
        <di:waypoint x="1571" y="400"/>
        <di:waypoint x="1516" y="400"/>
        <di:waypoint x="1516" y="951"/>
        <di:waypoint x="1586" y="951"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="second_reminder_of_closing_di" bpmnElement="second_reminder_of_closing">
        <di:waypoint x="1631" y="358"/>
        <di:waypoint x="1631" y="400"/>
        <di:waypoint x="1516" y="400"/>
        <di:waypoint x="1516" y="951"/>
        <di:waypoint x="1586" y="951"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="no_word_on_closing_di" bpmnElement="no_word_on_closing">
        <di:waypoint x="1696" y="358"/>
        <di:waypoint x="1696" y="413"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="open_question_told_di" bpmnElement="open_question_told">
        <di:waypoint x="1696" y="493"/>
        <di:waypoint x="1696" y="528"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reply_at_closing_di" bpmnElement="reply_at_closing">
        <di:waypoint x="1756" y="358"/>
        <di:waypoint x="1756" y="616"/>
        <di:waypoint x="2086" y="616"/>
        <di:waypoint x="2086" y="811"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_agreed_or_not_di" bpmnElement="to_agreed_or_not">
        <di:waypoint x="1766" y="300"/>
        <di:waypoint x="1821" y="300"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="agree_closing_di" bpmnElement="agree_closing">
        <di:waypoint x="1846" y="275"/>
        <di:waypoint x="1846" y="220"/>
        <di:waypoint x="1973" y="220"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1856" y="200" width="106" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="record_agreement_di" bpmnElement="record_agreement">
        <di:waypoint x="1871" y="300"/>
        <di:waypoint x="1973" y="300"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1872" y="267" width="80" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="keep_open_di" bpmnElement="keep_open">
        <di:waypoint x="1846" y="325"/>
        <di:waypoint x="1846" y="616"/>
        <di:waypoint x="2086" y="616"/>
        <di:waypoint x="2086" y="811"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1854" y="420" width="84" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reply_kept_di" bpmnElement="reply_kept">
        <di:waypoint x="2111" y="836"/>
        <di:waypoint x="2146" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="cleared_meanwhile_di" bpmnElement="cleared_meanwhile">
        <di:waypoint x="2236" y="894"/>
        <di:waypoint x="2236" y="946"/>
        <di:waypoint x="2086" y="946"/>
        <di:waypoint x="2086" y="861"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_still_blocked_or_not_di" bpmnElement="to_still_blocked_or_not">
        <di:waypoint x="2326" y="836"/>
        <di:waypoint x="2361" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="acknowledge_di" bpmnElement="acknowledge">
        <di:waypoint x="2386" y="811"/>
        <di:waypoint x="2386" y="716"/>
        <di:waypoint x="1040" y="716"/>
        <di:waypoint x="1040" y="811"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2296" y="752" width="86" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="still_blocked_di" bpmnElement="still_blocked">
        <di:waypoint x="2411" y="836"/>
        <di:waypoint x="3076" y="836"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2462" y="814" width="84" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="withdrawn_proposal_di" bpmnElement="withdrawn_proposal">
        <di:waypoint x="2611" y="242"/>
        <di:waypoint x="2611" y="190"/>
        <di:waypoint x="1040" y="190"/>
        <di:waypoint x="1040" y="811"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reply_at_proposal_di" bpmnElement="reply_at_proposal">
        <di:waypoint x="2548" y="300"/>
        <di:waypoint x="2470" y="300"/>
        <di:waypoint x="2470" y="616"/>
        <di:waypoint x="2086" y="616"/>
        <di:waypoint x="2086" y="811"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="first_reminder_of_proposal_di" bpmnElement="first_reminder_of_proposal">
        <di:waypoint x="2586" y="358"/>
        <di:waypoint x="2586" y="410"/>
        <di:waypoint x="2606" y="410"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="second_reminder_of_proposal_di" bpmnElement="second_reminder_of_proposal">
        <di:waypoint x="2676" y="358"/>
        <di:waypoint x="2676" y="410"/>
        <di:waypoint x="2656" y="410"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="remind_of_it_di" bpmnElement="remind_of_it">
        <di:waypoint x="2631" y="435"/>
        <di:waypoint x="2631" y="460"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="proposal_reminder_sent_di" bpmnElement="proposal_reminder_sent">
        <di:waypoint x="2631" y="540"/>
        <di:waypoint x="2631" y="566"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="no_word_di" bpmnElement="no_word">
        <di:waypoint x="2756" y="358"/>
        <di:waypoint x="2756" y="460"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="no_word_told_di" bpmnElement="no_word_told">
        <di:waypoint x="2756" y="540"/>
        <di:waypoint x="2756" y="566"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_accepted_or_not_di" bpmnElement="to_accepted_or_not">
        <di:waypoint x="2786" y="300"/>
        <di:waypoint x="2851" y="300"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="accept_solution_di" bpmnElement="accept_solution">
        <di:waypoint x="2901" y="300"/>
        <di:waypoint x="2988" y="300"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2903" y="264" width="82" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reject_solution_di" bpmnElement="reject_solution">
        <di:waypoint x="2876" y="325"/>
        <di:waypoint x="2876" y="460"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2884" y="372" width="62" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="rejection_told_di" bpmnElement="rejection_told">
        <di:waypoint x="2876" y="540"/>
        <di:waypoint x="2876" y="716"/>
        <di:waypoint x="1040" y="716"/>
        <di:waypoint x="1040" y="811"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="waits_for_blocker_di" bpmnElement="waits_for_blocker">
        <di:waypoint x="3126" y="836"/>
        <di:waypoint x="3161" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reply_at_block_di" bpmnElement="reply_at_block">
        <di:waypoint x="3206" y="894"/>
        <di:waypoint x="3206" y="1242"/>
        <di:waypoint x="2086" y="1242"/>
        <di:waypoint x="2086" y="861"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="tracker_cleared_di" bpmnElement="tracker_cleared">
        <di:waypoint x="3296" y="894"/>
        <di:waypoint x="3296" y="1202"/>
        <di:waypoint x="1040" y="1202"/>
        <di:waypoint x="1040" y="861"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="clear_blocker_di" bpmnElement="clear_blocker">
        <di:waypoint x="3341" y="836"/>
        <di:waypoint x="3371" y="836"/>
        <di:waypoint x="3371" y="1202"/>
        <di:waypoint x="1040" y="1202"/>
        <di:waypoint x="1040" y="861"/>
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
' AS BLOB), '{"first_response.dmn":"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- How soon support answers first. Target: from the submission, counted in the calendar of the row\n     (calendars.toml). Warn before: how long before the target the owner and the lead are warned. -->\n<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" xmlns:dmndi=\"https://www.omg.org/spec/DMN/20191111/DMNDI/\" xmlns:dc=\"http://www.omg.org/spec/DMN/20180521/DC/\" id=\"first_response_definitions\" name=\"First response\" namespace=\"https://caselane.example/workflows\">\n  <decision id=\"first_response\" name=\"First response target\">\n    <decisionTable id=\"first_response_table\" hitPolicy=\"UNIQUE\">\n      <input id=\"priority_input\" label=\"Priority\">\n        <inputExpression id=\"priority_expression\" typeRef=\"string\">\n          <text>priority</text>\n        </inputExpression>\n      </input>\n      <output id=\"target_output\" label=\"Target\" name=\"first_response_target\" typeRef=\"string\" />\n      <output id=\"warning_output\" label=\"Warn before\" name=\"first_response_warning\" typeRef=\"string\" />\n      <output id=\"calendar_output\" label=\"Calendar\" name=\"first_response_calendar\" typeRef=\"string\" />\n      <rule id=\"p1\">\n        <inputEntry id=\"p1_priority\"><text>\"P1\"</text></inputEntry>\n        <outputEntry id=\"p1_target\"><text>\"PT30M\"</text></outputEntry>\n        <outputEntry id=\"p1_warning\"><text>\"PT10M\"</text></outputEntry>\n        <outputEntry id=\"p1_calendar\"><text>\"always\"</text></outputEntry>\n      </rule>\n      <rule id=\"p2\">\n        <inputEntry id=\"p2_priority\"><text>\"P2\"</text></inputEntry>\n        <outputEntry id=\"p2_target\"><text>\"PT2H\"</text></outputEntry>\n        <outputEntry id=\"p2_warning\"><text>\"PT30M\"</text></outputEntry>\n        <outputEntry id=\"p2_calendar\"><text>\"office\"</text></outputEntry>\n      </rule>\n      <rule id=\"p3\">\n        <inputEntry id=\"p3_priority\"><text>\"P3\"</text></inputEntry>\n        <outputEntry id=\"p3_target\"><text>\"PT8H\"</text></outputEntry>\n        <outputEntry id=\"p3_warning\"><text>\"PT2H\"</text></outputEntry>\n        <outputEntry id=\"p3_calendar\"><text>\"office\"</text></outputEntry>\n      </rule>\n      <rule id=\"p4\">\n        <inputEntry id=\"p4_priority\"><text>\"P4\"</text></inputEntry>\n        <outputEntry id=\"p4_target\"><text>\"PT16H\"</text></outputEntry>\n        <outputEntry id=\"p4_warning\"><text>\"PT4H\"</text></outputEntry>\n        <outputEntry id=\"p4_calendar\"><text>\"office\"</text></outputEntry>\n      </rule>\n    </decisionTable>\n  </decision>\n</definitions>\n","policies.toml":"# What this lifecycle promises, whatever anybody draws later. Checked on everything that can happen\n# when a diagram is deployed, and on everything that did by `caselane conformance`. See docs/policies.md.\n# What is a matter of taste is a warning: an owner may accept that it changes.\nprocess = \"case_lifecycle\"\n\n# ------------------------------------------------------------------ first response\n\n[[policy]]\nname = \"receipt\"\npromise = \"Every submission is confirmed to the customer.\"\nwhen = \"submission\"\nleads_to = \"notify customer\"\n\n[[policy]]\nname = \"milestone-runs-once\"\npromise = \"The first response milestone never restarts.\"\nat_most_once = \"milestone first_response starts\"\n\n[[policy]]\nname = \"warning-notified\"\npromise = \"Owner and lead are warned before the first response is late.\"\nseverity = \"warning\"\nwhen = \"timer first_response_due_soon\"\nleads_to = [\"notify owner\", \"notify lead\"]\n\n[[policy]]\nname = \"violation-notified\"\npromise = \"Owner and lead are told of every missed first response.\"\nwhen = \"milestone first_response missed\"\nleads_to = [\"notify owner\", \"notify lead\", \"flag first response missed\"]\n\n[[policy]]\nname = \"first-response-starts-work\"\npromise = \"The first response leads to Work in Progress.\"\nseverity = \"warning\"\nwhen = \"action send_first_response\"\nleads_to = \"status Work in Progress\"\n\n[[policy]]\nname = \"new-hears-no-reply\"\npromise = \"A customer message while New changes no status.\"\nnever = \"message customer_reply in New\"\n\n# ------------------------------------------------------------------ the customer is heard\n\n[[policy]]\nname = \"replies-are-heard\"\npromise = \"In every open status after the first a customer reply is heard, until it is there.\"\nwhile = [\"status Work in Progress\", \"status Pending Customer\", \"status Solution Proposed\", \"status Blocked\"]\nalways = \"message customer_reply\"\n\n[[policy]]\nname = \"replies-show\"\npromise = \"A customer reply always leads to Customer Replied, also when Blocked.\"\nwhen = \"message customer_reply\"\nleads_to = \"status Customer Replied\"\n\n[[policy]]\nname = \"acknowledged-goes-on\"\npromise = \"An acknowledged reply is work again.\"\nseverity = \"warning\"\nwhen = \"action acknowledge\"\nleads_to = \"status Work in Progress\"\n\n[[policy]]\nname = \"still-blocked-needs-a-blocker\"\npromise = \"Straight back to Blocked only while a blocker stands.\"\nwhen = \"action still_blocked\"\nonly_after = \"action block\"\n\n[[policy]]\nname = \"reminded-in-3-days\"\npromise = \"A customer whose answer is awaited is reminded within 3 business days.\"\nseverity = \"warning\"\nwhile = [\"status Pending Customer\", \"status Solution Proposed\"]\nwithin = \"P3D\"\ntime = \"business\"\nhappens = \"notify customer\"\n\n[[policy]]\nname = \"silence-reaches-the-owner\"\npromise = \"The owner is told within 10 business days of silence.\"\nseverity = \"warning\"\nwhile = [\"status Pending Customer\", \"status Solution Proposed\"]\nwithin = \"P10D\"\ntime = \"business\"\nhappens = \"notify owner\"\n\n# ------------------------------------------------------------------ solutions and blockers\n\n[[policy]]\nname = \"rejection-notified\"\npromise = \"Rejecting always notifies the owner, and is Work in Progress again.\"\nwhen = \"action reject_solution\"\nleads_to = [\"notify owner\", \"status Work in Progress\"]\n\n[[policy]]\nname = \"only-customers-decide\"\npromise = \"Support never accepts, rejects or agrees for a customer.\"\nnever = [\n  \"action accept_solution by Support\", \"action reject_solution by Support\",\n  \"action agree_closing by Support\", \"action keep_open by Support\",\n]\n\n[[policy]]\nname = \"acceptance-closes\"\npromise = \"Accepting closes the case.\"\nwhen = \"action accept_solution\"\nleads_to = \"status Closed\"\n\n[[policy]]\nname = \"withdrawing-is-work\"\npromise = \"A proposal that is taken back is Work in Progress again.\"\nseverity = \"warning\"\nwhen = [\"action withdraw_proposal\", \"action withdraw_closing\"]\nleads_to = \"status Work in Progress\"\n\n[[policy]]\nname = \"cleared-is-work\"\npromise = \"A cleared blocker is Work in Progress again.\"\nseverity = \"warning\"\nwhen = [\"action clear_blocker\", \"message blocker_cleared in Blocked\"]\nleads_to = \"status Work in Progress\"\n\n# ------------------------------------------------------------------ closing\n\n[[policy]]\nname = \"closed-is-final\"\npromise = \"Closed is final: nothing leaves it.\"\nafter = \"status Closed\"\nnever = \"anything\"\n\n[[policy]]\nname = \"closed-by-consent\"\npromise = \"Closed only after the customer accepted, said so, or agreed.\"\nwhen = \"status Closed\"\nonly_after = [\n  \"action accept_solution by Customer\", \"action customer_closes\", \"action agree_closing by Customer\",\n  \"action record_agreement\",\n]\n\n[[policy]]\nname = \"closing-stays-possible\"\npromise = \"From every open status Closed can be reached.\"\nalways = \"status Closed\"\n\n[[policy]]\nname = \"customer-may-close\"\npromise = \"The customer may say at any time before Closed that it is resolved.\"\nwhile = [\n  \"status New\", \"status Work in Progress\", \"status Pending Customer\", \"status Customer Replied\",\n  \"status Solution Proposed\", \"status Blocked\",\n]\nalways = \"action customer_closes by Customer\"\n\n[[policy]]\nname = \"silence-never-closes\"\npromise = \"Silence alone never closes a case.\"\nwhen = \"timer\"\nnever = \"status Closed\"\n\n[[policy]]\nname = \"resolution-kept\"\npromise = \"A closed case says how it was resolved.\"\nwhen = \"status Closed\"\nleads_to = \"resolution\"\n"}', '2026-03-02T09:00:00.000000+00:00', NULL, '[]', '2026-03-02T09:00:00.000000+00:00', NULL);
INSERT INTO versions VALUES (2, 'p', '63eeae2644bec514746060ee6f2451c5e7f9eb9c88a0ae2f8c125fc707a57ad6', CAST('<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="definitions" targetNamespace="https://caselane.example/tests"><bpmn:process id="p" isExecutable="true"><bpmn:startEvent id="in" name="in"></bpmn:startEvent><bpmn:userTask id="look" name="look"><bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name="status" value="Fresh"/></spiffworkflow:properties></bpmn:extensionElements></bpmn:userTask><bpmn:exclusiveGateway id="which" name=""></bpmn:exclusiveGateway><bpmn:userTask id="wash" name="wash"><bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name="status" value="Being washed"/></spiffworkflow:properties></bpmn:extensionElements></bpmn:userTask><bpmn:endEvent id="out" name="out"><bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name="status" value="Clean"/></spiffworkflow:properties></bpmn:extensionElements></bpmn:endEvent><bpmn:endEvent id="away" name="away"><bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name="status" value="Clean"/></spiffworkflow:properties></bpmn:extensionElements></bpmn:endEvent><bpmn:sequenceFlow id="in_look" sourceRef="in" targetRef="look"></bpmn:sequenceFlow><bpmn:sequenceFlow id="look_which" sourceRef="look" targetRef="which"></bpmn:sequenceFlow><bpmn:sequenceFlow id="wash_it" name="Wash it" sourceRef="which" targetRef="wash"><bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name="audience" value="Support"/></spiffworkflow:properties></bpmn:extensionElements></bpmn:sequenceFlow><bpmn:sequenceFlow id="never_mind" name="Never mind" sourceRef="which" targetRef="away"><bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name="audience" value="Customer"/></spiffworkflow:properties></bpmn:extensionElements></bpmn:sequenceFlow><bpmn:sequenceFlow id="washed" name="Washed" sourceRef="wash" targetRef="out"><bpmn:extensionElements><spiffworkflow:properties><spiffworkflow:property name="audience" value="agent"/></spiffworkflow:properties></bpmn:extensionElements></bpmn:sequenceFlow></bpmn:process></bpmn:definitions>' AS BLOB), '{}', '2026-03-02T09:40:00.000000+00:00', 4, '[{"rule":"picture","message":"The file holds no picture of the diagram (no diagram interchange, BPMNDI): it can run, but not be shown.","suggestion":"Open it in a modeler that lays diagrams out, and save it.","severity":"warning","element":"in","name":"in","line":1,"file":"","path":[]},{"rule":"first-wait","message":"The case first waits at ''look'', which has no milestone: nobody would notice that the customer gets no first response.","suggestion":"Draw a timer on its border with the property ''milestone''.","severity":"warning","element":"look","name":"look","line":1,"file":"","path":[]},{"rule":"reply-heard","message":"A customer who answers while the case waits at ''wash'' is not heard.","suggestion":"Draw a message event ''customer_reply'' on its border.","severity":"warning","element":"wash","name":"wash","line":1,"file":"","path":[]}]', '2026-03-02T09:40:00.000000+00:00', NULL);
INSERT INTO versions VALUES (3, 'case_lifecycle', '84ddeef47d576ef95c3df0db57da5309732cd2c54254106565c6adf6f7fd4747', CAST('<?xml version=''1.0'' encoding=''UTF-8''?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0" id="case_lifecycle_definitions" targetNamespace="https://caselane.example/workflows">
  <bpmn:category id="statuses">
    <bpmn:categoryValue id="status_new" value="New"/>
    <bpmn:categoryValue id="status_work_in_progress" value="Work in Progress"/>
    <bpmn:categoryValue id="status_pending_customer" value="Pending Customer"/>
    <bpmn:categoryValue id="status_customer_replied" value="Customer Replied"/>
    <bpmn:categoryValue id="status_solution_proposed" value="Solution Proposed"/>
    <bpmn:categoryValue id="status_blocked" value="Blocked"/>
    <bpmn:categoryValue id="status_closed" value="Closed"/>
  </bpmn:category>
  <bpmn:message id="message_customer_reply" name="customer_reply"/>
  <bpmn:message id="message_customer_closes" name="customer_closes"/>
  <bpmn:message id="message_blocker_cleared" name="blocker_cleared"/>
  <bpmn:message id="message_withdraw_closing" name="withdraw_closing"/>
  <bpmn:message id="message_withdraw_proposal" name="withdraw_proposal"/>
  <bpmn:process id="case_lifecycle" name="Support case" isExecutable="true">
    <bpmn:documentation>The life of a technical-support case. Where its token waits is its status.</bpmn:documentation>
    <bpmn:startEvent id="case_submitted" name="Case submitted">
      <bpmn:documentation>A case begins here, whoever submitted it and through whatever channel.</bpmn:documentation>
      <bpmn:extensionElements>
        <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"blocker_stands": {"const": false}}}</spiffworkflow:formJsonSchema>
      </bpmn:extensionElements>
      <bpmn:outgoing>to_receipt</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:serviceTask id="confirm_receipt" name="Confirm receipt">
      <bpmn:documentation>We have received your request “{subject}” as case {number}. A person will answer it.</bpmn:documentation>
      <bpmn:extensionElements>
        <spiffworkflow:serviceTaskOperator id="notify">
          <spiffworkflow:parameters>
            <spiffworkflow:parameter id="to" type="str" value="&quot;customer&quot;"/>
          </spiffworkflow:parameters>
        </spiffworkflow:serviceTaskOperator>
      </bpmn:extensionElements>
      <bpmn:incoming>to_receipt</bpmn:incoming>
      <bpmn:outgoing>to_target</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:businessRuleTask id="find_first_response_target" name="Find the first response target">
      <bpmn:documentation>Reads the target and the calendar for the case’s priority from the decision table “first_response”. It is read again when the priority changes.</bpmn:documentation>
      <bpmn:extensionElements>
        <spiffworkflow:calledDecisionId>first_response</spiffworkflow:calledDecisionId>
      </bpmn:extensionElements>
      <bpmn:incoming>to_target</bpmn:incoming>
      <bpmn:outgoing>to_case</bpmn:outgoing>
    </bpmn:businessRuleTask>
    <bpmn:subProcess id="case_open" name="Case open">
      <bpmn:incoming>to_case</bpmn:incoming>
      <bpmn:outgoing>case_done</bpmn:outgoing>
      <bpmn:laneSet id="lanes">
        <bpmn:lane id="lane_customer" name="Customer">
          <bpmn:flowNodeRef>agree_to_close</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>withdraw_closing</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_of_closing_after_3_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_of_closing_after_7_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>no_word_on_closing_for_10_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>reply_to_closing</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>tell_owner_of_open_question</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>told_open_question</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>agreed_or_not</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>agreed</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>agreement_recorded</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>review_solution</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>withdraw_proposal</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>reply_to_proposal</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_of_proposal_after_3_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_of_proposal_after_7_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>no_word_on_proposal_for_10_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>to_proposal_reminder</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_of_proposal</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>reminded_of_proposal</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>tell_owner_of_no_word</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>told_no_word</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>accepted_or_not</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>accepted</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>tell_owner_of_rejection</bpmn:flowNodeRef>
        </bpmn:lane>
        <bpmn:lane id="lane_support" name="Support">
          <bpmn:flowNodeRef>opened</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>first_response</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>first_response_due_soon</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>first_response_missed</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>warn_of_first_response</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>tell_of_missed_first_response</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>warned</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>told_missed</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>to_work</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>investigate</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>reply_while_working</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>next_step</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>wait_for_customer</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>reply_while_waiting</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_after_3_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_after_7_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>silent_for_10_days</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>to_reminder</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>remind_customer</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>reminded</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>tell_owner_of_silence</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>to_replied</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>acknowledge_reply</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>blocker_cleared_meanwhile</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>still_blocked_or_not</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>to_blocked</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>clear_the_blocker</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>reply_while_blocked</bpmn:flowNodeRef>
          <bpmn:flowNodeRef>blocker_cleared</bpmn:flowNodeRef>
        </bpmn:lane>
      </bpmn:laneSet>
      <bpmn:startEvent id="opened">
        <bpmn:outgoing>to_first_response</bpmn:outgoing>
      </bpmn:startEvent>
      <bpmn:userTask id="first_response" name="Send first response">
        <bpmn:documentation>We have your request and will answer by {first_response_due}.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="status" value="New"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>to_first_response</bpmn:incoming>
        <bpmn:outgoing>send_first_response</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:boundaryEvent id="first_response_due_soon" name="Due soon" cancelActivity="false" attachedToRef="first_response">
        <bpmn:documentation>The first response target comes near.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="flag" value="first response due soon"/>
            <spiffworkflow:property name="history" value="The first response is due soon: owner and lead were told"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>due_soon</bpmn:outgoing>
        <bpmn:timerEventDefinition id="first_response_due_soon_timer">
          <bpmn:timeDate xsi:type="bpmn:tFormalExpression">first_response_warning_due</bpmn:timeDate>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="first_response_missed" name="Missed" cancelActivity="false" attachedToRef="first_response">
        <bpmn:documentation>The first response target has passed. Reached at or before it, the milestone is met.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="milestone" value="first_response"/>
            <spiffworkflow:property name="flag" value="first response missed"/>
            <spiffworkflow:property name="unflag" value="first response due soon"/>
            <spiffworkflow:property name="history" value="The first response was missed: owner and lead were told"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>missed</bpmn:outgoing>
        <bpmn:timerEventDefinition id="first_response_missed_timer">
          <bpmn:timeDate xsi:type="bpmn:tFormalExpression">first_response_due</bpmn:timeDate>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:serviceTask id="warn_of_first_response" name="Warn owner and lead">
        <bpmn:documentation>The first response to case {number} “{subject}” is due soon.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;owner, lead&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>due_soon</bpmn:incoming>
        <bpmn:outgoing>warning_sent</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:serviceTask id="tell_of_missed_first_response" name="Tell owner and lead">
        <bpmn:documentation>The first response to case {number} “{subject}” is late.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;owner, lead&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>missed</bpmn:incoming>
        <bpmn:outgoing>miss_told</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:endEvent id="warned">
        <bpmn:incoming>warning_sent</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:endEvent id="told_missed">
        <bpmn:incoming>miss_told</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:exclusiveGateway id="to_work">
        <bpmn:incoming>send_first_response</bpmn:incoming>
        <bpmn:incoming>resume_work</bpmn:incoming>
        <bpmn:incoming>silence_told</bpmn:incoming>
        <bpmn:incoming>withdrawn_closing</bpmn:incoming>
        <bpmn:incoming>acknowledge</bpmn:incoming>
        <bpmn:incoming>withdrawn_proposal</bpmn:incoming>
        <bpmn:incoming>rejection_told</bpmn:incoming>
        <bpmn:incoming>tracker_cleared</bpmn:incoming>
        <bpmn:incoming>clear_blocker</bpmn:incoming>
        <bpmn:outgoing>work_begins</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:userTask id="investigate" name="Investigate">
        <bpmn:documentation>We are working on it.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="status" value="Work in Progress"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>work_begins</bpmn:incoming>
        <bpmn:outgoing>to_next_step</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:boundaryEvent id="reply_while_working" name="Customer replied" attachedToRef="investigate">
        <bpmn:outgoing>reply_at_work</bpmn:outgoing>
        <bpmn:messageEventDefinition id="reply_while_working_message" messageRef="message_customer_reply"/>
      </bpmn:boundaryEvent>
      <bpmn:exclusiveGateway id="next_step" name="What next?">
        <bpmn:incoming>to_next_step</bpmn:incoming>
        <bpmn:outgoing>propose_solution</bpmn:outgoing>
        <bpmn:outgoing>ask_customer</bpmn:outgoing>
        <bpmn:outgoing>block</bpmn:outgoing>
        <bpmn:outgoing>propose_closing</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:userTask id="wait_for_customer" name="Wait for the customer">
        <bpmn:documentation>We need something from you to go on.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="status" value="Pending Customer"/>
            <spiffworkflow:property name="move" value="Customer"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>ask_customer</bpmn:incoming>
        <bpmn:outgoing>resume_work</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:boundaryEvent id="reply_while_waiting" name="Customer replied" attachedToRef="wait_for_customer">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="unflag" value="customer silent"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>reply_at_wait</bpmn:outgoing>
        <bpmn:messageEventDefinition id="reply_while_waiting_message" messageRef="message_customer_reply"/>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="remind_after_3_days" name="3 days" cancelActivity="false" attachedToRef="wait_for_customer">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No reply for 3 business days: the customer was reminded"/>
            <spiffworkflow:property name="customer" value="We remind you."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>first_reminder</bpmn:outgoing>
        <bpmn:timerEventDefinition id="remind_after_3_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="remind_after_7_days" name="7 days" cancelActivity="false" attachedToRef="wait_for_customer">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No reply for 7 business days: the customer was reminded"/>
            <spiffworkflow:property name="customer" value="We remind you."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>second_reminder</bpmn:outgoing>
        <bpmn:timerEventDefinition id="remind_after_7_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P7D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="silent_for_10_days" name="10 days of silence" attachedToRef="wait_for_customer">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="flag" value="customer silent"/>
            <spiffworkflow:property name="history" value="No reply for 10 business days: back to work, the owner was told"/>
            <spiffworkflow:property name="customer" value="We go on without your answer."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>silence</bpmn:outgoing>
        <bpmn:timerEventDefinition id="silent_for_10_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P10D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:exclusiveGateway id="to_reminder">
        <bpmn:incoming>first_reminder</bpmn:incoming>
        <bpmn:incoming>second_reminder</bpmn:incoming>
        <bpmn:incoming>first_reminder_of_closing</bpmn:incoming>
        <bpmn:incoming>second_reminder_of_closing</bpmn:incoming>
        <bpmn:outgoing>remind</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:serviceTask id="remind_customer" name="Remind the customer">
        <bpmn:documentation>We are still waiting for your answer to case {number} “{subject}”.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;customer&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>remind</bpmn:incoming>
        <bpmn:outgoing>reminder_sent</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:endEvent id="reminded">
        <bpmn:incoming>reminder_sent</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:serviceTask id="tell_owner_of_silence" name="Tell the owner">
        <bpmn:documentation>The customer of case {number} “{subject}” has been silent for 10 business days. The case is back with you.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;owner&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>silence</bpmn:incoming>
        <bpmn:outgoing>silence_told</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:userTask id="agree_to_close" name="Agree to close">
        <bpmn:documentation>We could not get to the bottom of this and suggest closing the case. Do you agree?</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="status" value="Pending Customer"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>propose_closing</bpmn:incoming>
        <bpmn:outgoing>to_agreed_or_not</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:boundaryEvent id="withdraw_closing" name="Withdraw the proposal to close" attachedToRef="agree_to_close">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="audience" value="Support"/>
            <spiffworkflow:property name="history" value="took the proposal to close back"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>withdrawn_closing</bpmn:outgoing>
        <bpmn:messageEventDefinition id="withdraw_closing_message" messageRef="message_withdraw_closing"/>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="remind_of_closing_after_3_days" name="3 days" cancelActivity="false" attachedToRef="agree_to_close">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No answer for 3 business days: the customer was reminded"/>
            <spiffworkflow:property name="customer" value="We remind you."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>first_reminder_of_closing</bpmn:outgoing>
        <bpmn:timerEventDefinition id="remind_of_closing_after_3_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="remind_of_closing_after_7_days" name="7 days" cancelActivity="false" attachedToRef="agree_to_close">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No answer for 7 business days: the customer was reminded"/>
            <spiffworkflow:property name="customer" value="We remind you."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>second_reminder_of_closing</bpmn:outgoing>
        <bpmn:timerEventDefinition id="remind_of_closing_after_7_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P7D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="no_word_on_closing_for_10_days" name="10 days" cancelActivity="false" attachedToRef="agree_to_close">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No answer for 10 business days: the owner was told"/>
            <spiffworkflow:property name="customer" value="We look at it again ourselves."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>no_word_on_closing</bpmn:outgoing>
        <bpmn:timerEventDefinition id="no_word_on_closing_for_10_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P10D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="reply_to_closing" name="Customer replied" attachedToRef="agree_to_close">
        <bpmn:outgoing>reply_at_closing</bpmn:outgoing>
        <bpmn:messageEventDefinition id="reply_to_closing_message" messageRef="message_customer_reply"/>
      </bpmn:boundaryEvent>
      <bpmn:serviceTask id="tell_owner_of_open_question" name="Tell the owner">
        <bpmn:documentation>The customer of case {number} “{subject}” has not said for 10 business days whether to close it.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;owner&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>no_word_on_closing</bpmn:incoming>
        <bpmn:outgoing>open_question_told</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:endEvent id="told_open_question">
        <bpmn:incoming>open_question_told</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:exclusiveGateway id="agreed_or_not" name="Close it?">
        <bpmn:incoming>to_agreed_or_not</bpmn:incoming>
        <bpmn:outgoing>agree_closing</bpmn:outgoing>
        <bpmn:outgoing>record_agreement</bpmn:outgoing>
        <bpmn:outgoing>keep_open</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:endEvent id="agreed" name="Agreed to close">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="resolution" value="inconclusive"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>agree_closing</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:endEvent id="agreement_recorded" name="Agreement recorded">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="resolution" value="inconclusive"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>record_agreement</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:exclusiveGateway id="to_replied">
        <bpmn:incoming>reply_at_work</bpmn:incoming>
        <bpmn:incoming>reply_at_wait</bpmn:incoming>
        <bpmn:incoming>reply_at_closing</bpmn:incoming>
        <bpmn:incoming>keep_open</bpmn:incoming>
        <bpmn:incoming>cleared_meanwhile</bpmn:incoming>
        <bpmn:incoming>reply_at_proposal</bpmn:incoming>
        <bpmn:incoming>reply_at_block</bpmn:incoming>
        <bpmn:outgoing>reply_kept</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:userTask id="acknowledge_reply" name="Acknowledge the reply">
        <bpmn:documentation>Thank you, we have your answer and will come back to you.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="status" value="Customer Replied"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>reply_kept</bpmn:incoming>
        <bpmn:outgoing>to_still_blocked_or_not</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:boundaryEvent id="blocker_cleared_meanwhile" name="Blocker cleared" attachedToRef="acknowledge_reply">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="cleared the blocker"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"blocker_stands": {"const": false}}}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
        <bpmn:outgoing>cleared_meanwhile</bpmn:outgoing>
        <bpmn:messageEventDefinition id="blocker_cleared_meanwhile_message" messageRef="message_blocker_cleared"/>
      </bpmn:boundaryEvent>
      <bpmn:exclusiveGateway id="still_blocked_or_not" name="Still blocked?">
        <bpmn:incoming>to_still_blocked_or_not</bpmn:incoming>
        <bpmn:outgoing>acknowledge</bpmn:outgoing>
        <bpmn:outgoing>still_blocked</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:userTask id="review_solution" name="Review the solution">
        <bpmn:documentation>We think this solves it. Does it?</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="status" value="Solution Proposed"/>
            <spiffworkflow:property name="proposal" value="solution"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>propose_solution</bpmn:incoming>
        <bpmn:outgoing>to_accepted_or_not</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:boundaryEvent id="withdraw_proposal" name="Withdraw the proposal" attachedToRef="review_solution">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="audience" value="Support"/>
            <spiffworkflow:property name="history" value="withdrew the proposal"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>withdrawn_proposal</bpmn:outgoing>
        <bpmn:messageEventDefinition id="withdraw_proposal_message" messageRef="message_withdraw_proposal"/>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="reply_to_proposal" name="Customer replied" attachedToRef="review_solution">
        <bpmn:outgoing>reply_at_proposal</bpmn:outgoing>
        <bpmn:messageEventDefinition id="reply_to_proposal_message" messageRef="message_customer_reply"/>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="remind_of_proposal_after_3_days" name="3 days" cancelActivity="false" attachedToRef="review_solution">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No answer for 3 business days: the customer was reminded"/>
            <spiffworkflow:property name="customer" value="We remind you."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>first_reminder_of_proposal</bpmn:outgoing>
        <bpmn:timerEventDefinition id="remind_of_proposal_after_3_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="remind_of_proposal_after_7_days" name="7 days" cancelActivity="false" attachedToRef="review_solution">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No answer for 7 business days: the customer was reminded"/>
            <spiffworkflow:property name="customer" value="We remind you."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>second_reminder_of_proposal</bpmn:outgoing>
        <bpmn:timerEventDefinition id="remind_of_proposal_after_7_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P7D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="no_word_on_proposal_for_10_days" name="10 days" cancelActivity="false" attachedToRef="review_solution">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="time" value="business"/>
            <spiffworkflow:property name="history" value="No answer for 10 business days: the owner was told"/>
            <spiffworkflow:property name="customer" value="We look at it again ourselves."/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:outgoing>no_word</bpmn:outgoing>
        <bpmn:timerEventDefinition id="no_word_on_proposal_for_10_days_timer">
          <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P10D</bpmn:timeDuration>
        </bpmn:timerEventDefinition>
      </bpmn:boundaryEvent>
      <bpmn:exclusiveGateway id="to_proposal_reminder">
        <bpmn:incoming>first_reminder_of_proposal</bpmn:incoming>
        <bpmn:incoming>second_reminder_of_proposal</bpmn:incoming>
        <bpmn:outgoing>remind_of_it</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:serviceTask id="remind_of_proposal" name="Remind the customer">
        <bpmn:documentation>Please tell us whether our proposal solves case {number} “{subject}”.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;customer&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>remind_of_it</bpmn:incoming>
        <bpmn:outgoing>proposal_reminder_sent</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:endEvent id="reminded_of_proposal">
        <bpmn:incoming>proposal_reminder_sent</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:serviceTask id="tell_owner_of_no_word" name="Tell the owner">
        <bpmn:documentation>The customer has not answered the proposal in case {number} “{subject}” for 10 business days.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;owner&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>no_word</bpmn:incoming>
        <bpmn:outgoing>no_word_told</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:endEvent id="told_no_word">
        <bpmn:incoming>no_word_told</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:exclusiveGateway id="accepted_or_not" name="Solved?">
        <bpmn:incoming>to_accepted_or_not</bpmn:incoming>
        <bpmn:outgoing>accept_solution</bpmn:outgoing>
        <bpmn:outgoing>reject_solution</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:endEvent id="accepted" name="Solution accepted">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="resolution" value="solved"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>accept_solution</bpmn:incoming>
      </bpmn:endEvent>
      <bpmn:serviceTask id="tell_owner_of_rejection" name="Tell the owner">
        <bpmn:documentation>The customer rejected the solution in case {number} “{subject}”.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:serviceTaskOperator id="notify">
            <spiffworkflow:parameters>
              <spiffworkflow:parameter id="to" type="str" value="&quot;owner&quot;"/>
            </spiffworkflow:parameters>
          </spiffworkflow:serviceTaskOperator>
        </bpmn:extensionElements>
        <bpmn:incoming>reject_solution</bpmn:incoming>
        <bpmn:outgoing>rejection_told</bpmn:outgoing>
      </bpmn:serviceTask>
      <bpmn:exclusiveGateway id="to_blocked">
        <bpmn:incoming>block</bpmn:incoming>
        <bpmn:incoming>still_blocked</bpmn:incoming>
        <bpmn:outgoing>waits_for_blocker</bpmn:outgoing>
      </bpmn:exclusiveGateway>
      <bpmn:userTask id="clear_the_blocker" name="Clear the blocker">
        <bpmn:documentation>We are waiting for a fix (reference {reference}). You can write to us at any time.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="status" value="Blocked"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:incoming>waits_for_blocker</bpmn:incoming>
        <bpmn:outgoing>clear_blocker</bpmn:outgoing>
      </bpmn:userTask>
      <bpmn:boundaryEvent id="reply_while_blocked" name="Customer replied" attachedToRef="clear_the_blocker">
        <bpmn:outgoing>reply_at_block</bpmn:outgoing>
        <bpmn:messageEventDefinition id="reply_while_blocked_message" messageRef="message_customer_reply"/>
      </bpmn:boundaryEvent>
      <bpmn:boundaryEvent id="blocker_cleared" name="Blocker cleared" attachedToRef="clear_the_blocker">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="cleared the blocker"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"blocker_stands": {"const": false}}}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
        <bpmn:outgoing>tracker_cleared</bpmn:outgoing>
        <bpmn:messageEventDefinition id="blocker_cleared_message" messageRef="message_blocker_cleared"/>
      </bpmn:boundaryEvent>
      <bpmn:sequenceFlow id="to_first_response" sourceRef="opened" targetRef="first_response"/>
      <bpmn:sequenceFlow id="due_soon" sourceRef="first_response_due_soon" targetRef="warn_of_first_response"/>
      <bpmn:sequenceFlow id="warning_sent" sourceRef="warn_of_first_response" targetRef="warned"/>
      <bpmn:sequenceFlow id="missed" sourceRef="first_response_missed" targetRef="tell_of_missed_first_response"/>
      <bpmn:sequenceFlow id="miss_told" sourceRef="tell_of_missed_first_response" targetRef="told_missed"/>
      <bpmn:sequenceFlow id="send_first_response" sourceRef="first_response" targetRef="to_work">
        <bpmn:documentation>The first message that a person of support writes to the customer.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="message" value="public"/>
            <spiffworkflow:property name="unflag" value="first response due soon"/>
            <spiffworkflow:property name="history" value="sent the first response"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"body": {"type": "string", "title": "First response", "x-conversation": "public", "minLength": 1, "maxLength": 100000}}, "required": ["body"]}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="work_begins" sourceRef="to_work" targetRef="investigate"/>
      <bpmn:sequenceFlow id="to_next_step" sourceRef="investigate" targetRef="next_step"/>
      <bpmn:sequenceFlow id="reply_at_work" sourceRef="reply_while_working" targetRef="to_replied"/>
      <bpmn:sequenceFlow id="propose_solution" name="Propose solution" sourceRef="next_step" targetRef="review_solution">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="proposed a solution"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"body": {"type": "string", "title": "The solution", "x-conversation": "public", "minLength": 1, "maxLength": 100000, "description": "What solves it, or works around it for good. The customer accepts or rejects it."}}, "required": ["body"]}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="ask_customer" name="Ask customer" sourceRef="next_step" targetRef="wait_for_customer">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="asked the customer"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"body": {"type": "string", "title": "Question to the customer", "x-conversation": "public", "minLength": 1, "maxLength": 100000}}, "required": ["body"]}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="block" name="Block" sourceRef="next_step" targetRef="to_blocked">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="blocked the case"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"kind": {"type": "string", "title": "What blocks it?", "enum": ["Bug", "Other"]}, "reference": {"type": "string", "title": "Reference", "description": "For example the number of the bug report", "minLength": 1, "maxLength": 200}, "note": {"type": "string", "title": "Note", "x-conversation": "internal", "maxLength": 10000, "minLength": 1}, "blocker_stands": {"const": true}}, "required": ["kind", "reference", "note"]}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="propose_closing" name="Propose closing" sourceRef="next_step" targetRef="agree_to_close">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="proposed to close the case"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"body": {"type": "string", "title": "Why close it?", "x-conversation": "public", "minLength": 1, "maxLength": 100000, "description": "For an inconclusive case: the customer has to agree."}}, "required": ["body"]}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="resume_work" name="Resume work" sourceRef="wait_for_customer" targetRef="to_work">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="resumed work"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="reply_at_wait" sourceRef="reply_while_waiting" targetRef="to_replied"/>
      <bpmn:sequenceFlow id="first_reminder" sourceRef="remind_after_3_days" targetRef="to_reminder"/>
      <bpmn:sequenceFlow id="second_reminder" sourceRef="remind_after_7_days" targetRef="to_reminder"/>
      <bpmn:sequenceFlow id="remind" sourceRef="to_reminder" targetRef="remind_customer"/>
      <bpmn:sequenceFlow id="reminder_sent" sourceRef="remind_customer" targetRef="reminded"/>
      <bpmn:sequenceFlow id="silence" sourceRef="silent_for_10_days" targetRef="tell_owner_of_silence"/>
      <bpmn:sequenceFlow id="silence_told" sourceRef="tell_owner_of_silence" targetRef="to_work"/>
      <bpmn:sequenceFlow id="withdrawn_closing" sourceRef="withdraw_closing" targetRef="to_work"/>
      <bpmn:sequenceFlow id="first_reminder_of_closing" sourceRef="remind_of_closing_after_3_days" targetRef="to_reminder"/>
      <bpmn:sequenceFlow id="second_reminder_of_closing" sourceRef="remind_of_closing_after_7_days" targetRef="to_reminder"/>
      <bpmn:sequenceFlow id="no_word_on_closing" sourceRef="no_word_on_closing_for_10_days" targetRef="tell_owner_of_open_question"/>
      <bpmn:sequenceFlow id="open_question_told" sourceRef="tell_owner_of_open_question" targetRef="told_open_question"/>
      <bpmn:sequenceFlow id="reply_at_closing" sourceRef="reply_to_closing" targetRef="to_replied"/>
      <bpmn:sequenceFlow id="to_agreed_or_not" sourceRef="agree_to_close" targetRef="agreed_or_not"/>
      <bpmn:sequenceFlow id="agree_closing" name="Agree to close" sourceRef="agreed_or_not" targetRef="agreed">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="agreed to close the case"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="record_agreement" name="Record agreement" sourceRef="agreed_or_not" targetRef="agreement_recorded">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="audience" value="Support"/>
            <spiffworkflow:property name="history" value="recorded that the customer agreed to close it"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"how": {"type": "string", "title": "How did the customer agree?", "minLength": 1, "maxLength": 1000}}, "required": ["how"]}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="keep_open" name="Keep the case open" sourceRef="agreed_or_not" targetRef="to_replied">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="asked to keep the case open"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="reply_kept" sourceRef="to_replied" targetRef="acknowledge_reply"/>
      <bpmn:sequenceFlow id="cleared_meanwhile" sourceRef="blocker_cleared_meanwhile" targetRef="to_replied"/>
      <bpmn:sequenceFlow id="to_still_blocked_or_not" sourceRef="acknowledge_reply" targetRef="still_blocked_or_not"/>
      <bpmn:sequenceFlow id="acknowledge" name="Acknowledge" sourceRef="still_blocked_or_not" targetRef="to_work">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="acknowledged the reply"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"blocker_stands": {"const": false}}}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="still_blocked" name="Still blocked" sourceRef="still_blocked_or_not" targetRef="to_blocked">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="acknowledged the reply; the blocker still stands"/>
          </spiffworkflow:properties>
        </bpmn:extensionElements>
        <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">blocker_stands</bpmn:conditionExpression>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="withdrawn_proposal" sourceRef="withdraw_proposal" targetRef="to_work"/>
      <bpmn:sequenceFlow id="reply_at_proposal" sourceRef="reply_to_proposal" targetRef="to_replied"/>
      <bpmn:sequenceFlow id="first_reminder_of_proposal" sourceRef="remind_of_proposal_after_3_days" targetRef="to_proposal_reminder"/>
      <bpmn:sequenceFlow id="second_reminder_of_proposal" sourceRef="remind_of_proposal_after_7_days" targetRef="to_proposal_reminder"/>
      <bpmn:sequenceFlow id="remind_of_it" sourceRef="to_proposal_reminder" targetRef="remind_of_proposal"/>
      <bpmn:sequenceFlow id="proposal_reminder_sent" sourceRef="remind_of_proposal" targetRef="reminded_of_proposal"/>
      <bpmn:sequenceFlow id="no_word" sourceRef="no_word_on_proposal_for_10_days" targetRef="tell_owner_of_no_word"/>
      <bpmn:sequenceFlow id="no_word_told" sourceRef="tell_owner_of_no_word" targetRef="told_no_word"/>
      <bpmn:sequenceFlow id="to_accepted_or_not" sourceRef="review_solution" targetRef="accepted_or_not"/>
      <bpmn:sequenceFlow id="accept_solution" name="Accept Solution" sourceRef="accepted_or_not" targetRef="accepted">
        <bpmn:documentation>This closes the case. A closed case cannot be reopened; you can open a repeat case.</bpmn:documentation>
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="accepted the solution"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"proposal": {"type": "string", "title": "Proposal", "maxLength": 60}}}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="reject_solution" name="Reject Solution" sourceRef="accepted_or_not" targetRef="tell_owner_of_rejection">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="rejected the solution"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"reason": {"type": "string", "title": "What is missing?", "x-conversation": "public", "maxLength": 100000}, "proposal": {"type": "string", "title": "Proposal", "maxLength": 60}}}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:sequenceFlow id="rejection_told" sourceRef="tell_owner_of_rejection" targetRef="to_work"/>
      <bpmn:sequenceFlow id="waits_for_blocker" sourceRef="to_blocked" targetRef="clear_the_blocker"/>
      <bpmn:sequenceFlow id="reply_at_block" sourceRef="reply_while_blocked" targetRef="to_replied"/>
      <bpmn:sequenceFlow id="tracker_cleared" sourceRef="blocker_cleared" targetRef="to_work"/>
      <bpmn:sequenceFlow id="clear_blocker" sourceRef="clear_the_blocker" targetRef="to_work">
        <bpmn:extensionElements>
          <spiffworkflow:properties>
            <spiffworkflow:property name="history" value="cleared the blocker"/>
          </spiffworkflow:properties>
          <spiffworkflow:formJsonSchema>{"type": "object", "properties": {"note": {"type": "string", "title": "What cleared it?", "x-conversation": "internal", "maxLength": 10000}, "blocker_stands": {"const": false}}}</spiffworkflow:formJsonSchema>
        </bpmn:extensionElements>
      </bpmn:sequenceFlow>
      <bpmn:group id="region_new" categoryValueRef="status_new"/>
      <bpmn:group id="region_work_in_progress" categoryValueRef="status_work_in_progress"/>
      <bpmn:group id="region_pending_customer" categoryValueRef="status_pending_customer"/>
      <bpmn:group id="region_customer_replied" categoryValueRef="status_customer_replied"/>
      <bpmn:group id="region_solution_proposed" categoryValueRef="status_solution_proposed"/>
      <bpmn:group id="region_blocked" categoryValueRef="status_blocked"/>
    </bpmn:subProcess>
    <bpmn:boundaryEvent id="customer_closes" name="This is resolved" attachedToRef="case_open">
      <bpmn:documentation>The customer says, at any time, that the matter is resolved. Support may record that it was said, and how.</bpmn:documentation>
      <bpmn:extensionElements>
        <spiffworkflow:properties>
          <spiffworkflow:property name="audience" value="Customer, Support"/>
          <spiffworkflow:property name="resolution" value="customer_resolved"/>
          <spiffworkflow:property name="history" value="reported it as resolved"/>
        </spiffworkflow:properties>
        <spiffworkflow:formJsonSchema audience="Support">{"type": "object", "properties": {"how": {"type": "string", "title": "How did the customer say so?", "minLength": 1, "maxLength": 1000, "examples": ["By phone, on 3 March"]}}, "required": ["how"]}</spiffworkflow:formJsonSchema>
      </bpmn:extensionElements>
      <bpmn:outgoing>case_resolved</bpmn:outgoing>
      <bpmn:messageEventDefinition id="customer_closes_message" messageRef="message_customer_closes"/>
    </bpmn:boundaryEvent>
    <bpmn:exclusiveGateway id="to_closed">
      <bpmn:incoming>case_done</bpmn:incoming>
      <bpmn:incoming>case_resolved</bpmn:incoming>
      <bpmn:outgoing>to_the_end</bpmn:outgoing>
    </bpmn:exclusiveGateway>
    <bpmn:endEvent id="closed" name="Closed">
      <bpmn:documentation>This case is closed. If it comes back, open a repeat case.</bpmn:documentation>
      <bpmn:extensionElements>
        <spiffworkflow:properties>
          <spiffworkflow:property name="status" value="Closed"/>
        </spiffworkflow:properties>
      </bpmn:extensionElements>
      <bpmn:incoming>to_the_end</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="to_receipt" sourceRef="case_submitted" targetRef="confirm_receipt"/>
    <bpmn:sequenceFlow id="to_target" sourceRef="confirm_receipt" targetRef="find_first_response_target"/>
    <bpmn:sequenceFlow id="to_case" sourceRef="find_first_response_target" targetRef="case_open"/>
    <bpmn:sequenceFlow id="case_done" sourceRef="case_open" targetRef="to_closed"/>
    <bpmn:sequenceFlow id="case_resolved" sourceRef="customer_closes" targetRef="to_closed"/>
    <bpmn:sequenceFlow id="to_the_end" sourceRef="to_closed" targetRef="closed"/>
    <bpmn:group id="region_closed" categoryValueRef="status_closed"/>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="drawing">
    <bpmndi:BPMNPlane id="plane" bpmnElement="case_lifecycle">
      <bpmndi:BPMNShape id="case_open_di" bpmnElement="case_open" isExpanded="true">
        <dc:Bounds x="600" y="80" width="2816" height="1242"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="lane_customer_di" bpmnElement="lane_customer" isHorizontal="true">
        <dc:Bounds x="600" y="80" width="2816" height="576"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="lane_support_di" bpmnElement="lane_support" isHorizontal="true">
        <dc:Bounds x="600" y="656" width="2816" height="666"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="case_submitted_di" bpmnElement="case_submitted">
        <dc:Bounds x="154" y="818" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="120" y="861" width="104" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="confirm_receipt_di" bpmnElement="confirm_receipt">
        <dc:Bounds x="240" y="796" width="120" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="find_first_response_target_di" bpmnElement="find_first_response_target">
        <dc:Bounds x="420" y="796" width="120" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="to_closed_di" bpmnElement="to_closed" isMarkerVisible="true">
        <dc:Bounds x="3491" y="811" width="50" height="50"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="closed_di" bpmnElement="closed" bioc:stroke="#596B84" bioc:fill="#ECEEF0" color:background-color="#ECEEF0" color:border-color="#596B84">
        <dc:Bounds x="3598" y="818" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="3591" y="859" width="50" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="opened_di" bpmnElement="opened">
        <dc:Bounds x="662" y="818" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="first_response_di" bpmnElement="first_response" bioc:stroke="#0B57B0" bioc:fill="#E3EEFB" color:background-color="#E3EEFB" color:border-color="#0B57B0">
        <dc:Bounds x="740" y="796" width="220" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="warn_of_first_response_di" bpmnElement="warn_of_first_response">
        <dc:Bounds x="734" y="946" width="112" height="84"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="tell_of_missed_first_response_di" bpmnElement="tell_of_missed_first_response">
        <dc:Bounds x="859" y="946" width="112" height="84"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="warned_di" bpmnElement="warned">
        <dc:Bounds x="772" y="1079" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="told_missed_di" bpmnElement="told_missed">
        <dc:Bounds x="897" y="1079" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="to_work_di" bpmnElement="to_work" isMarkerVisible="true">
        <dc:Bounds x="1015" y="811" width="50" height="50"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="investigate_di" bpmnElement="investigate" bioc:stroke="#3B1CA8" bioc:fill="#E9E4FB" color:background-color="#E9E4FB" color:border-color="#3B1CA8">
        <dc:Bounds x="1100" y="796" width="180" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="next_step_di" bpmnElement="next_step" isMarkerVisible="true">
        <dc:Bounds x="1315" y="811" width="50" height="50"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1291" y="872" width="42" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="wait_for_customer_di" bpmnElement="wait_for_customer" bioc:stroke="#8B6506" bioc:fill="#FFF1D6" color:background-color="#FFF1D6" color:border-color="#8B6506">
        <dc:Bounds x="1546" y="796" width="220" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="to_reminder_di" bpmnElement="to_reminder" isMarkerVisible="true">
        <dc:Bounds x="1586" y="926" width="50" height="50"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_customer_di" bpmnElement="remind_customer">
        <dc:Bounds x="1555" y="1006" width="112" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="reminded_di" bpmnElement="reminded">
        <dc:Bounds x="1593" y="1118" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="tell_owner_of_silence_di" bpmnElement="tell_owner_of_silence">
        <dc:Bounds x="1684" y="1006" width="104" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="agree_to_close_di" bpmnElement="agree_to_close" bioc:stroke="#8B6506" bioc:fill="#FFF1D6" color:background-color="#FFF1D6" color:border-color="#8B6506">
        <dc:Bounds x="1546" y="260" width="220" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="tell_owner_of_open_question_di" bpmnElement="tell_owner_of_open_question">
        <dc:Bounds x="1646" y="413" width="100" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="told_open_question_di" bpmnElement="told_open_question">
        <dc:Bounds x="1678" y="528" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="agreed_or_not_di" bpmnElement="agreed_or_not" isMarkerVisible="true">
        <dc:Bounds x="1821" y="275" width="50" height="50"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1778" y="258" width="64" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="agreed_di" bpmnElement="agreed">
        <dc:Bounds x="1973" y="202" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1956" y="242" width="70" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="agreement_recorded_di" bpmnElement="agreement_recorded">
        <dc:Bounds x="1973" y="282" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1956" y="322" width="70" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="to_replied_di" bpmnElement="to_replied" isMarkerVisible="true">
        <dc:Bounds x="2061" y="811" width="50" height="50"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="acknowledge_reply_di" bpmnElement="acknowledge_reply" bioc:stroke="#6B0B4A" bioc:fill="#FBE3EE" color:background-color="#FBE3EE" color:border-color="#6B0B4A">
        <dc:Bounds x="2146" y="796" width="180" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="still_blocked_or_not_di" bpmnElement="still_blocked_or_not" isMarkerVisible="true">
        <dc:Bounds x="2361" y="811" width="50" height="50"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2338" y="868" width="96" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="review_solution_di" bpmnElement="review_solution" bioc:stroke="#167A51" bioc:fill="#DFF3E8" color:background-color="#DFF3E8" color:border-color="#167A51">
        <dc:Bounds x="2566" y="260" width="220" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="to_proposal_reminder_di" bpmnElement="to_proposal_reminder" isMarkerVisible="true">
        <dc:Bounds x="2606" y="385" width="50" height="50"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_of_proposal_di" bpmnElement="remind_of_proposal">
        <dc:Bounds x="2575" y="460" width="112" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="reminded_of_proposal_di" bpmnElement="reminded_of_proposal">
        <dc:Bounds x="2613" y="566" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="tell_owner_of_no_word_di" bpmnElement="tell_owner_of_no_word">
        <dc:Bounds x="2704" y="460" width="104" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="told_no_word_di" bpmnElement="told_no_word">
        <dc:Bounds x="2738" y="566" width="36" height="36"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="accepted_or_not_di" bpmnElement="accepted_or_not" isMarkerVisible="true">
        <dc:Bounds x="2851" y="275" width="50" height="50"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2806" y="258" width="56" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="accepted_di" bpmnElement="accepted">
        <dc:Bounds x="2988" y="282" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2974" y="322" width="64" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="tell_owner_of_rejection_di" bpmnElement="tell_owner_of_rejection">
        <dc:Bounds x="2824" y="460" width="104" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="to_blocked_di" bpmnElement="to_blocked" isMarkerVisible="true">
        <dc:Bounds x="3076" y="811" width="50" height="50"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="clear_the_blocker_di" bpmnElement="clear_the_blocker" bioc:stroke="#7A1705" bioc:fill="#FBE4DE" color:background-color="#FBE4DE" color:border-color="#7A1705">
        <dc:Bounds x="3161" y="796" width="180" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="customer_closes_di" bpmnElement="customer_closes">
        <dc:Bounds x="3398" y="1064" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="3438" y="1094" width="108" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="first_response_due_soon_di" bpmnElement="first_response_due_soon">
        <dc:Bounds x="772" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="800" y="900" width="62" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="first_response_missed_di" bpmnElement="first_response_missed">
        <dc:Bounds x="897" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="925" y="900" width="52" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="reply_while_working_di" bpmnElement="reply_while_working">
        <dc:Bounds x="1172" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1198" y="898" width="66" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="reply_while_waiting_di" bpmnElement="reply_while_waiting">
        <dc:Bounds x="1748" y="818" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1790" y="842" width="66" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_after_3_days_di" bpmnElement="remind_after_3_days">
        <dc:Bounds x="1548" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1518" y="900" width="46" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_after_7_days_di" bpmnElement="remind_after_7_days">
        <dc:Bounds x="1638" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1663" y="900" width="48" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="silent_for_10_days_di" bpmnElement="silent_for_10_days">
        <dc:Bounds x="1718" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1744" y="900" width="66" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="withdraw_closing_di" bpmnElement="withdraw_closing">
        <dc:Bounds x="1578" y="242" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1620" y="216" width="112" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_of_closing_after_3_days_di" bpmnElement="remind_of_closing_after_3_days">
        <dc:Bounds x="1553" y="322" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1578" y="364" width="48" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_of_closing_after_7_days_di" bpmnElement="remind_of_closing_after_7_days">
        <dc:Bounds x="1613" y="322" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1638" y="364" width="48" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="no_word_on_closing_for_10_days_di" bpmnElement="no_word_on_closing_for_10_days">
        <dc:Bounds x="1678" y="322" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1703" y="364" width="52" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="reply_to_closing_di" bpmnElement="reply_to_closing">
        <dc:Bounds x="1738" y="322" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1762" y="378" width="78" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="blocker_cleared_meanwhile_di" bpmnElement="blocker_cleared_meanwhile">
        <dc:Bounds x="2218" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2258" y="886" width="60" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="withdraw_proposal_di" bpmnElement="withdraw_proposal">
        <dc:Bounds x="2593" y="242" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2484" y="212" width="104" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="reply_to_proposal_di" bpmnElement="reply_to_proposal">
        <dc:Bounds x="2548" y="282" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2478" y="320" width="66" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_of_proposal_after_3_days_di" bpmnElement="remind_of_proposal_after_3_days">
        <dc:Bounds x="2568" y="322" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2592" y="364" width="48" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="remind_of_proposal_after_7_days_di" bpmnElement="remind_of_proposal_after_7_days">
        <dc:Bounds x="2658" y="322" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2683" y="364" width="48" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="no_word_on_proposal_for_10_days_di" bpmnElement="no_word_on_proposal_for_10_days">
        <dc:Bounds x="2738" y="322" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2763" y="364" width="54" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="reply_while_blocked_di" bpmnElement="reply_while_blocked">
        <dc:Bounds x="3188" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="3136" y="898" width="66" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="blocker_cleared_di" bpmnElement="blocker_cleared">
        <dc:Bounds x="3278" y="858" width="36" height="36"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="3304" y="898" width="58" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="region_new_di" bpmnElement="region_new" bioc:stroke="#0B57B0" color:border-color="#0B57B0">
        <dc:Bounds x="645" y="112" width="340" height="1194"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="740" y="118" width="150" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="region_work_in_progress_di" bpmnElement="region_work_in_progress" bioc:stroke="#3B1CA8" color:border-color="#3B1CA8">
        <dc:Bounds x="1000" y="112" width="456" height="1194"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1153" y="118" width="150" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="region_pending_customer_di" bpmnElement="region_pending_customer" bioc:stroke="#8B6506" color:border-color="#8B6506">
        <dc:Bounds x="1470" y="112" width="558" height="1194"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1674" y="118" width="150" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="region_customer_replied_di" bpmnElement="region_customer_replied" bioc:stroke="#6B0B4A" color:border-color="#6B0B4A">
        <dc:Bounds x="2042" y="112" width="404" height="1194"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2169" y="118" width="150" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="region_solution_proposed_di" bpmnElement="region_solution_proposed" bioc:stroke="#167A51" color:border-color="#167A51">
        <dc:Bounds x="2460" y="112" width="582" height="1194"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2676" y="118" width="150" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="region_blocked_di" bpmnElement="region_blocked" bioc:stroke="#7A1705" color:border-color="#7A1705">
        <dc:Bounds x="3056" y="112" width="342" height="1194"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="3152" y="118" width="150" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="region_closed_di" bpmnElement="region_closed" bioc:stroke="#596B84" color:border-color="#596B84">
        <dc:Bounds x="3458" y="736" width="220" height="230"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="3493" y="742" width="150" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="to_receipt_di" bpmnElement="to_receipt">
        <di:waypoint x="190" y="836"/>
        <di:waypoint x="240" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_target_di" bpmnElement="to_target">
        <di:waypoint x="360" y="836"/>
        <di:waypoint x="420" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_case_di" bpmnElement="to_case">
        <di:waypoint x="540" y="836"/>
        <di:waypoint x="600" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="case_done_di" bpmnElement="case_done">
        <di:waypoint x="3416" y="836"/>
        <di:waypoint x="3491" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="case_resolved_di" bpmnElement="case_resolved">
        <di:waypoint x="3434" y="1082"/>
        <di:waypoint x="3516" y="1082"/>
        <di:waypoint x="3516" y="861"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_the_end_di" bpmnElement="to_the_end">
        <di:waypoint x="3541" y="836"/>
        <di:waypoint x="3598" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_first_response_di" bpmnElement="to_first_response">
        <di:waypoint x="698" y="836"/>
        <di:waypoint x="740" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="due_soon_di" bpmnElement="due_soon">
        <di:waypoint x="790" y="894"/>
        <di:waypoint x="790" y="946"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="warning_sent_di" bpmnElement="warning_sent">
        <di:waypoint x="790" y="1030"/>
        <di:waypoint x="790" y="1079"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="missed_di" bpmnElement="missed">
        <di:waypoint x="915" y="894"/>
        <di:waypoint x="915" y="946"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="miss_told_di" bpmnElement="miss_told">
        <di:waypoint x="915" y="1030"/>
        <di:waypoint x="915" y="1079"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="send_first_response_di" bpmnElement="send_first_response">
        <di:waypoint x="960" y="836"/>
        <di:waypoint x="1015" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="work_begins_di" bpmnElement="work_begins">
        <di:waypoint x="1065" y="836"/>
        <di:waypoint x="1100" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_next_step_di" bpmnElement="to_next_step">
        <di:waypoint x="1280" y="836"/>
        <di:waypoint x="1315" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reply_at_work_di" bpmnElement="reply_at_work">
        <di:waypoint x="1190" y="894"/>
        <di:waypoint x="1190" y="1242"/>
        <di:waypoint x="2086" y="1242"/>
        <di:waypoint x="2086" y="861"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="propose_solution_di" bpmnElement="propose_solution">
        <di:waypoint x="1340" y="811"/>
        <di:waypoint x="1340" y="155"/>
        <di:waypoint x="2676" y="155"/>
        <di:waypoint x="2676" y="260"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1346" y="136" width="108" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="ask_customer_di" bpmnElement="ask_customer">
        <di:waypoint x="1365" y="836"/>
        <di:waypoint x="1546" y="836"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1372" y="842" width="76" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="block_di" bpmnElement="block">
        <di:waypoint x="1340" y="861"/>
        <di:waypoint x="1340" y="1282"/>
        <di:waypoint x="3101" y="1282"/>
        <di:waypoint x="3101" y="861"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1350" y="904" width="40" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="propose_closing_di" bpmnElement="propose_closing">
        <di:waypoint x="1365" y="836"/>
        <di:waypoint x="1420" y="836"/>
        <di:waypoint x="1420" y="300"/>
        <di:waypoint x="1546" y="300"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1354" y="486" width="58" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="resume_work_di" bpmnElement="resume_work">
        <di:waypoint x="1606" y="796"/>
        <di:waypoint x="1606" y="716"/>
        <di:waypoint x="1040" y="716"/>
        <di:waypoint x="1040" y="811"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1612" y="752" width="90" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reply_at_wait_di" bpmnElement="reply_at_wait">
        <di:waypoint x="1784" y="836"/>
        <di:waypoint x="2061" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="first_reminder_di" bpmnElement="first_reminder">
        <di:waypoint x="1566" y="894"/>
        <di:waypoint x="1566" y="951"/>
        <di:waypoint x="1586" y="951"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="second_reminder_di" bpmnElement="second_reminder">
        <di:waypoint x="1656" y="894"/>
        <di:waypoint x="1656" y="951"/>
        <di:waypoint x="1636" y="951"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="remind_di" bpmnElement="remind">
        <di:waypoint x="1611" y="976"/>
        <di:waypoint x="1611" y="1006"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reminder_sent_di" bpmnElement="reminder_sent">
        <di:waypoint x="1611" y="1086"/>
        <di:waypoint x="1611" y="1118"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="silence_di" bpmnElement="silence">
        <di:waypoint x="1736" y="894"/>
        <di:waypoint x="1736" y="1006"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="silence_told_di" bpmnElement="silence_told">
        <di:waypoint x="1736" y="1086"/>
        <di:waypoint x="1736" y="1202"/>
        <di:waypoint x="1040" y="1202"/>
        <di:waypoint x="1040" y="861"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="withdrawn_closing_di" bpmnElement="withdrawn_closing">
        <di:waypoint x="1596" y="242"/>
        <di:waypoint x="1596" y="190"/>
        <di:waypoint x="1040" y="190"/>
        <di:waypoint x="1040" y="811"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="first_reminder_of_closing_di" bpmnElement="first_reminder_of_closing">
        <di:waypoint x="1571" y="358"/>
        <di:waypoint x="1571" y="400"/>
        <di:waypoint x="1516" y="400"/>
        <di:waypoint x="1516" y="951"/>
        <di:waypoint x="1586" y="951"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="second_reminder_of_closing_di" bpmnElement="second_reminder_of_closing">
        <di:waypoint x="1631" y="358"/>
        <di:waypoint x="1631" y="400"/>
        <di:waypoint x="1516" y="400"/>
        <di:waypoint x="1516" y="951"/>
        <di:waypoint x="1586" y="951"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="no_word_on_closing_di" bpmnElement="no_word_on_closing">
        <di:waypoint x="1696" y="358"/>
        <di:waypoint x="1696" y="413"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="open_question_told_di" bpmnElement="open_question_told">
        <di:waypoint x="1696" y="493"/>
        <di:waypoint x="1696" y="528"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reply_at_closing_di" bpmnElement="reply_at_closing">
        <di:waypoint x="1756" y="358"/>
        <di:waypoint x="1756" y="616"/>
        <di:waypoint x="2086" y="616"/>
        <di:waypoint x="2086" y="811"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_agreed_or_not_di" bpmnElement="to_agreed_or_not">
        <di:waypoint x="1766" y="300"/>
        <di:waypoint x="1821" y="300"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="agree_closing_di" bpmnElement="agree_closing">
        <di:waypoint x="1846" y="275"/>
        <di:waypoint x="1846" y="220"/>
        <di:waypoint x="1973" y="220"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1856" y="200" width="106" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="record_agreement_di" bpmnElement="record_agreement">
        <di:waypoint x="1871" y="300"/>
        <di:waypoint x="1973" y="300"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1872" y="267" width="80" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="keep_open_di" bpmnElement="keep_open">
        <di:waypoint x="1846" y="325"/>
        <di:waypoint x="1846" y="616"/>
        <di:waypoint x="2086" y="616"/>
        <di:waypoint x="2086" y="811"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="1854" y="420" width="84" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reply_kept_di" bpmnElement="reply_kept">
        <di:waypoint x="2111" y="836"/>
        <di:waypoint x="2146" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="cleared_meanwhile_di" bpmnElement="cleared_meanwhile">
        <di:waypoint x="2236" y="894"/>
        <di:waypoint x="2236" y="946"/>
        <di:waypoint x="2086" y="946"/>
        <di:waypoint x="2086" y="861"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_still_blocked_or_not_di" bpmnElement="to_still_blocked_or_not">
        <di:waypoint x="2326" y="836"/>
        <di:waypoint x="2361" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="acknowledge_di" bpmnElement="acknowledge">
        <di:waypoint x="2386" y="811"/>
        <di:waypoint x="2386" y="716"/>
        <di:waypoint x="1040" y="716"/>
        <di:waypoint x="1040" y="811"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2296" y="752" width="86" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="still_blocked_di" bpmnElement="still_blocked">
        <di:waypoint x="2411" y="836"/>
        <di:waypoint x="3076" y="836"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2462" y="814" width="84" height="14"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="withdrawn_proposal_di" bpmnElement="withdrawn_proposal">
        <di:waypoint x="2611" y="242"/>
        <di:waypoint x="2611" y="190"/>
        <di:waypoint x="1040" y="190"/>
        <di:waypoint x="1040" y="811"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reply_at_proposal_di" bpmnElement="reply_at_proposal">
        <di:waypoint x="2548" y="300"/>
        <di:waypoint x="2470" y="300"/>
        <di:waypoint x="2470" y="616"/>
        <di:waypoint x="2086" y="616"/>
        <di:waypoint x="2086" y="811"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="first_reminder_of_proposal_di" bpmnElement="first_reminder_of_proposal">
        <di:waypoint x="2586" y="358"/>
        <di:waypoint x="2586" y="410"/>
        <di:waypoint x="2606" y="410"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="second_reminder_of_proposal_di" bpmnElement="second_reminder_of_proposal">
        <di:waypoint x="2676" y="358"/>
        <di:waypoint x="2676" y="410"/>
        <di:waypoint x="2656" y="410"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="remind_of_it_di" bpmnElement="remind_of_it">
        <di:waypoint x="2631" y="435"/>
        <di:waypoint x="2631" y="460"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="proposal_reminder_sent_di" bpmnElement="proposal_reminder_sent">
        <di:waypoint x="2631" y="540"/>
        <di:waypoint x="2631" y="566"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="no_word_di" bpmnElement="no_word">
        <di:waypoint x="2756" y="358"/>
        <di:waypoint x="2756" y="460"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="no_word_told_di" bpmnElement="no_word_told">
        <di:waypoint x="2756" y="540"/>
        <di:waypoint x="2756" y="566"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="to_accepted_or_not_di" bpmnElement="to_accepted_or_not">
        <di:waypoint x="2786" y="300"/>
        <di:waypoint x="2851" y="300"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="accept_solution_di" bpmnElement="accept_solution">
        <di:waypoint x="2901" y="300"/>
        <di:waypoint x="2988" y="300"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2903" y="264" width="82" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reject_solution_di" bpmnElement="reject_solution">
        <di:waypoint x="2876" y="325"/>
        <di:waypoint x="2876" y="460"/>
        <bpmndi:BPMNLabel>
          <dc:Bounds x="2884" y="372" width="62" height="27"/>
        </bpmndi:BPMNLabel>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="rejection_told_di" bpmnElement="rejection_told">
        <di:waypoint x="2876" y="540"/>
        <di:waypoint x="2876" y="716"/>
        <di:waypoint x="1040" y="716"/>
        <di:waypoint x="1040" y="811"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="waits_for_blocker_di" bpmnElement="waits_for_blocker">
        <di:waypoint x="3126" y="836"/>
        <di:waypoint x="3161" y="836"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="reply_at_block_di" bpmnElement="reply_at_block">
        <di:waypoint x="3206" y="894"/>
        <di:waypoint x="3206" y="1242"/>
        <di:waypoint x="2086" y="1242"/>
        <di:waypoint x="2086" y="861"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="tracker_cleared_di" bpmnElement="tracker_cleared">
        <di:waypoint x="3296" y="894"/>
        <di:waypoint x="3296" y="1202"/>
        <di:waypoint x="1040" y="1202"/>
        <di:waypoint x="1040" y="861"/>
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="clear_blocker_di" bpmnElement="clear_blocker">
        <di:waypoint x="3341" y="836"/>
        <di:waypoint x="3371" y="836"/>
        <di:waypoint x="3371" y="1202"/>
        <di:waypoint x="1040" y="1202"/>
        <di:waypoint x="1040" y="861"/>
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
' AS BLOB), '{"first_response.dmn":"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- How soon support answers first. Target: from the submission, counted in the calendar of the row\n     (calendars.toml). Warn before: how long before the target the owner and the lead are warned. -->\n<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" xmlns:dmndi=\"https://www.omg.org/spec/DMN/20191111/DMNDI/\" xmlns:dc=\"http://www.omg.org/spec/DMN/20180521/DC/\" id=\"first_response_definitions\" name=\"First response\" namespace=\"https://caselane.example/workflows\">\n  <decision id=\"first_response\" name=\"First response target\">\n    <decisionTable id=\"first_response_table\" hitPolicy=\"UNIQUE\">\n      <input id=\"priority_input\" label=\"Priority\">\n        <inputExpression id=\"priority_expression\" typeRef=\"string\">\n          <text>priority</text>\n        </inputExpression>\n      </input>\n      <output id=\"target_output\" label=\"Target\" name=\"first_response_target\" typeRef=\"string\" />\n      <output id=\"warning_output\" label=\"Warn before\" name=\"first_response_warning\" typeRef=\"string\" />\n      <output id=\"calendar_output\" label=\"Calendar\" name=\"first_response_calendar\" typeRef=\"string\" />\n      <rule id=\"p1\">\n        <inputEntry id=\"p1_priority\"><text>\"P1\"</text></inputEntry>\n        <outputEntry id=\"p1_target\"><text>\"PT30M\"</text></outputEntry>\n        <outputEntry id=\"p1_warning\"><text>\"PT10M\"</text></outputEntry>\n        <outputEntry id=\"p1_calendar\"><text>\"always\"</text></outputEntry>\n      </rule>\n      <rule id=\"p2\">\n        <inputEntry id=\"p2_priority\"><text>\"P2\"</text></inputEntry>\n        <outputEntry id=\"p2_target\"><text>\"PT2H\"</text></outputEntry>\n        <outputEntry id=\"p2_warning\"><text>\"PT30M\"</text></outputEntry>\n        <outputEntry id=\"p2_calendar\"><text>\"office\"</text></outputEntry>\n      </rule>\n      <rule id=\"p3\">\n        <inputEntry id=\"p3_priority\"><text>\"P3\"</text></inputEntry>\n        <outputEntry id=\"p3_target\"><text>\"PT8H\"</text></outputEntry>\n        <outputEntry id=\"p3_warning\"><text>\"PT2H\"</text></outputEntry>\n        <outputEntry id=\"p3_calendar\"><text>\"office\"</text></outputEntry>\n      </rule>\n      <rule id=\"p4\">\n        <inputEntry id=\"p4_priority\"><text>\"P4\"</text></inputEntry>\n        <outputEntry id=\"p4_target\"><text>\"PT16H\"</text></outputEntry>\n        <outputEntry id=\"p4_warning\"><text>\"PT4H\"</text></outputEntry>\n        <outputEntry id=\"p4_calendar\"><text>\"office\"</text></outputEntry>\n      </rule>\n    </decisionTable>\n  </decision>\n</definitions>\n","policies.toml":"# What this lifecycle promises, whatever anybody draws later. Checked on everything that can happen\n# when a diagram is deployed, and on everything that did by `caselane conformance`. See docs/policies.md.\n# What is a matter of taste is a warning: an owner may accept that it changes.\nprocess = \"case_lifecycle\"\n\n# ------------------------------------------------------------------ first response\n\n[[policy]]\nname = \"receipt\"\npromise = \"Every submission is confirmed to the customer.\"\nwhen = \"submission\"\nleads_to = \"notify customer\"\n\n[[policy]]\nname = \"milestone-runs-once\"\npromise = \"The first response milestone never restarts.\"\nat_most_once = \"milestone first_response starts\"\n\n[[policy]]\nname = \"warning-notified\"\npromise = \"Owner and lead are warned before the first response is late.\"\nseverity = \"warning\"\nwhen = \"timer first_response_due_soon\"\nleads_to = [\"notify owner\", \"notify lead\"]\n\n[[policy]]\nname = \"violation-notified\"\npromise = \"Owner and lead are told of every missed first response.\"\nwhen = \"milestone first_response missed\"\nleads_to = [\"notify owner\", \"notify lead\", \"flag first response missed\"]\n\n[[policy]]\nname = \"first-response-starts-work\"\npromise = \"The first response leads to Work in Progress.\"\nseverity = \"warning\"\nwhen = \"action send_first_response\"\nleads_to = \"status Work in Progress\"\n\n[[policy]]\nname = \"new-hears-no-reply\"\npromise = \"A customer message while New changes no status.\"\nnever = \"message customer_reply in New\"\n\n# ------------------------------------------------------------------ the customer is heard\n\n[[policy]]\nname = \"replies-are-heard\"\npromise = \"In every open status after the first a customer reply is heard, until it is there.\"\nwhile = [\"status Work in Progress\", \"status Pending Customer\", \"status Solution Proposed\", \"status Blocked\"]\nalways = \"message customer_reply\"\n\n[[policy]]\nname = \"replies-show\"\npromise = \"A customer reply always leads to Customer Replied, also when Blocked.\"\nwhen = \"message customer_reply\"\nleads_to = \"status Customer Replied\"\n\n[[policy]]\nname = \"acknowledged-goes-on\"\npromise = \"An acknowledged reply is work again.\"\nseverity = \"warning\"\nwhen = \"action acknowledge\"\nleads_to = \"status Work in Progress\"\n\n[[policy]]\nname = \"still-blocked-needs-a-blocker\"\npromise = \"Straight back to Blocked only while a blocker stands.\"\nwhen = \"action still_blocked\"\nonly_after = \"action block\"\n\n[[policy]]\nname = \"reminded-in-3-days\"\npromise = \"A customer whose answer is awaited is reminded within 3 business days.\"\nseverity = \"warning\"\nwhile = [\"status Pending Customer\", \"status Solution Proposed\"]\nwithin = \"P3D\"\ntime = \"business\"\nhappens = \"notify customer\"\n\n[[policy]]\nname = \"silence-reaches-the-owner\"\npromise = \"The owner is told within 10 business days of silence.\"\nseverity = \"warning\"\nwhile = [\"status Pending Customer\", \"status Solution Proposed\"]\nwithin = \"P10D\"\ntime = \"business\"\nhappens = \"notify owner\"\n\n# ------------------------------------------------------------------ solutions and blockers\n\n[[policy]]\nname = \"rejection-notified\"\npromise = \"Rejecting always notifies the owner, and is Work in Progress again.\"\nwhen = \"action reject_solution\"\nleads_to = [\"notify owner\", \"status Work in Progress\"]\n\n[[policy]]\nname = \"only-customers-decide\"\npromise = \"Support never accepts, rejects or agrees for a customer.\"\nnever = [\n  \"action accept_solution by Support\", \"action reject_solution by Support\",\n  \"action agree_closing by Support\", \"action keep_open by Support\",\n]\n\n[[policy]]\nname = \"acceptance-closes\"\npromise = \"Accepting closes the case.\"\nwhen = \"action accept_solution\"\nleads_to = \"status Closed\"\n\n[[policy]]\nname = \"withdrawing-is-work\"\npromise = \"A proposal that is taken back is Work in Progress again.\"\nseverity = \"warning\"\nwhen = [\"action withdraw_proposal\", \"action withdraw_closing\"]\nleads_to = \"status Work in Progress\"\n\n[[policy]]\nname = \"cleared-is-work\"\npromise = \"A cleared blocker is Work in Progress again.\"\nseverity = \"warning\"\nwhen = [\"action clear_blocker\", \"message blocker_cleared in Blocked\"]\nleads_to = \"status Work in Progress\"\n\n# ------------------------------------------------------------------ closing\n\n[[policy]]\nname = \"closed-is-final\"\npromise = \"Closed is final: nothing leaves it.\"\nafter = \"status Closed\"\nnever = \"anything\"\n\n[[policy]]\nname = \"closed-by-consent\"\npromise = \"Closed only after the customer accepted, said so, or agreed.\"\nwhen = \"status Closed\"\nonly_after = [\n  \"action accept_solution by Customer\", \"action customer_closes\", \"action agree_closing by Customer\",\n  \"action record_agreement\",\n]\n\n[[policy]]\nname = \"closing-stays-possible\"\npromise = \"From every open status Closed can be reached.\"\nalways = \"status Closed\"\n\n[[policy]]\nname = \"customer-may-close\"\npromise = \"The customer may say at any time before Closed that it is resolved.\"\nwhile = [\n  \"status New\", \"status Work in Progress\", \"status Pending Customer\", \"status Customer Replied\",\n  \"status Solution Proposed\", \"status Blocked\",\n]\nalways = \"action customer_closes by Customer\"\n\n[[policy]]\nname = \"silence-never-closes\"\npromise = \"Silence alone never closes a case.\"\nwhen = \"timer\"\nnever = \"status Closed\"\n\n[[policy]]\nname = \"resolution-kept\"\npromise = \"A closed case says how it was resolved.\"\nwhen = \"status Closed\"\nleads_to = \"resolution\"\n"}', '2026-03-02T09:40:00.000001+00:00', 4, '[]', '2026-03-02T09:40:00.000001+00:00', NULL);
INSERT INTO cases VALUES (1, 1, CAST('1 d70d7698 {"p":"case_lifecycle","c":[19,38],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","first_response.BoundaryEventSplit","first_response","first_response_missed","told_missed","case_open.EndJoin"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P1","submitted_at":"2026-03-02T09:05:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"always","first_response_due":"2026-03-02T09:35:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-02T09:25:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"always","first_response_due":"2026-03-02T09:35:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-02T09:25:00+00:00","priority":"P1","submitted_at":"2026-03-02T09:05:00+00:00"}],[0,64,4,10,22],[1,16,5,11,23],[1,64,6,13,32,0,{"first_response_missed due":1772444100000000,"first_response_missed fired":true},{"outcome":null}],[3,64,7,18,36],[4,8,8,19,38]],{},{},1,0]],"e":[[0,3]]}' AS BLOB), 4, 5, 'New', 0, 'Waits: New', 'It burns.', 'P1', NULL, 'api', 'office', 1, 6, NULL, NULL, '["first response missed"]', '{}', '{"offers":[["send_first_response","Support","first_response",11],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6]],"messages":["customer_closes"],"timers":[]}', NULL, NULL, '2026-03-02T09:05:00.000000+00:00', '2026-03-02T09:35:00.000000+00:00', '2026-03-02T09:35:00.000000+00:00');
INSERT INTO cases VALUES (2, 3, CAST('1 1c250010 {"p":"case_lifecycle","c":[18,35],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","investigate.BoundaryEventSplit","investigate","reply_while_working"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P1","submitted_at":"2026-03-02T09:10:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"always","first_response_due":"2026-03-02T09:40:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-02T09:30:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"always","first_response_due":"2026-03-02T09:40:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-02T09:30:00+00:00","priority":"P1","submitted_at":"2026-03-02T09:10:00+00:00"}],[0,64,4,16,34,0,0,{"outcome":"send_first_response"}],[1,16,5,17,35],[1,8,6,18,33]],{},{},1,0]],"e":[[0,3],[1,3]]}' AS BLOB), 4, 5, 'Work in Progress', 0, 'Waits: Work in Progress', 'It burns.', 'P1', NULL, 'api', 'office', 1, 6, NULL, NULL, '[]', '{}', '{"offers":[["propose_solution","Support","investigate",17],["ask_customer","Support","investigate",17],["block","Support","investigate",17],["propose_closing","Support","investigate",17],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6]],"messages":["customer_closes","customer_reply"],"timers":[]}', NULL, NULL, '2026-03-02T09:10:00.000000+00:00', '2026-03-02T09:40:00.000000+00:00', NULL);
INSERT INTO cases VALUES (3, 1, CAST('1 d5edb9e1 {"p":"case_lifecycle","c":[30,58],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","wait_for_customer.BoundaryEventSplit","wait_for_customer","reply_while_waiting","remind_after_3_days","reminded","case_open.EndJoin","remind_after_7_days","silent_for_10_days"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P1","submitted_at":"2026-03-02T09:15:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"always","first_response_due":"2026-03-02T09:45:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-02T09:35:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"always","first_response_due":"2026-03-02T09:45:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-02T09:35:00+00:00","priority":"P1","submitted_at":"2026-03-02T09:15:00+00:00"}],[0,64,4,21,48,0,0,{"outcome":"ask_customer"}],[1,16,5,22,49],[1,8,6,23,44],[1,64,7,24,51,0,{"remind_after_3_days due":1772702100000000,"remind_after_3_days fired":true},{"outcome":null}],[4,64,8,29,57],[5,8,9,30,58],[1,8,10,25,46,0,{"remind_after_7_days due":1773220500000000}],[1,8,11,26,47,0,{"silent_for_10_days due":1773652500000000}]],{},{},1,0]],"e":[[0,3],[1,3],[1,7],[1,8]]}' AS BLOB), 5, 6, 'Pending Customer', 0, 'Waits: Pending Customer', 'It burns.', 'P1', NULL, 'api', 'office', 1, 6, NULL, NULL, '[]', '{}', '{"offers":[["resume_work","Support","wait_for_customer",22],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6]],"messages":["customer_closes","customer_reply"],"timers":[["remind_after_7_days","2026-03-11T09:15:00+00:00",false],["silent_for_10_days","2026-03-16T09:15:00+00:00",false]]}', '2026-03-11T09:15:00.000000+00:00', NULL, '2026-03-02T09:15:00.000000+00:00', '2026-03-05T09:15:00.000000+00:00', NULL);
INSERT INTO cases VALUES (4, 1, CAST('1 5caccae3 {"p":"case_lifecycle","c":[31,59],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","agree_to_close.BoundaryEventSplit","agree_to_close","withdraw_closing","remind_of_closing_after_3_days","reminded","case_open.EndJoin","remind_of_closing_after_7_days","no_word_on_closing_for_10_days","reply_to_closing"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P1","submitted_at":"2026-03-02T09:20:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"always","first_response_due":"2026-03-02T09:50:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-02T09:40:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"always","first_response_due":"2026-03-02T09:50:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-02T09:40:00+00:00","priority":"P1","submitted_at":"2026-03-02T09:20:00+00:00"}],[0,64,4,21,49,0,0,{"outcome":"propose_closing"}],[1,16,5,22,50],[1,8,6,23,44],[1,64,7,24,52,0,{"remind_of_closing_after_3_days due":1772702400000000,"remind_of_closing_after_3_days fired":true},{"outcome":null}],[4,64,8,30,58],[5,8,9,31,59],[1,8,10,25,46,0,{"remind_of_closing_after_7_days due":1773220800000000}],[1,8,11,26,47,0,{"no_word_on_closing_for_10_days due":1773652800000000}],[1,8,12,27,48]],{},{},1,0]],"e":[[0,3],[1,3],[1,7],[1,8],[1,9]]}' AS BLOB), 5, 6, 'Pending Customer', 0, 'Waits: Agree to close', 'It burns.', 'P1', NULL, 'api', 'office', 1, 6, NULL, NULL, '[]', '{}', '{"offers":[["agree_closing","Customer","agree_to_close",22],["record_agreement","Support","agree_to_close",22],["keep_open","Customer","agree_to_close",22],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6],["withdraw_closing","Support","agree_to_close",22]],"messages":["customer_closes","withdraw_closing","customer_reply"],"timers":[["remind_of_closing_after_7_days","2026-03-11T09:20:00+00:00",false],["no_word_on_closing_for_10_days","2026-03-16T09:20:00+00:00",false]]}', '2026-03-11T09:20:00.000000+00:00', NULL, '2026-03-02T09:20:00.000000+00:00', '2026-03-05T09:20:00.000000+00:00', NULL);
INSERT INTO cases VALUES (5, 1, CAST('1 cd6a24df {"p":"case_lifecycle","c":[23,47],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","acknowledge_reply.BoundaryEventSplit","acknowledge_reply","blocker_cleared_meanwhile"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P1","submitted_at":"2026-03-02T09:25:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"always","first_response_due":"2026-03-02T09:55:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-02T09:45:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"always","first_response_due":"2026-03-02T09:55:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-02T09:45:00+00:00","priority":"P1","submitted_at":"2026-03-02T09:25:00+00:00"}],[0,64,4,21,46,0,0,{"outcome":null}],[1,16,5,22,47],[1,8,6,23,45]],{},{},1,0]],"e":[[0,3],[1,3]]}' AS BLOB), 4, 5, 'Customer Replied', 0, 'Waits: Customer Replied', 'It burns.', 'P1', NULL, 'api', 'office', 1, 6, NULL, NULL, '[]', '{}', '{"offers":[["acknowledge","Support","acknowledge_reply",22],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6]],"messages":["customer_closes","blocker_cleared"],"timers":[]}', NULL, NULL, '2026-03-02T09:25:00.000000+00:00', '2026-03-02T09:25:00.000000+00:00', NULL);
INSERT INTO cases VALUES (6, 1, CAST('1 d6c4c90b {"p":"case_lifecycle","c":[31,59],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","review_solution.BoundaryEventSplit","review_solution","withdraw_proposal","reply_to_proposal","remind_of_proposal_after_3_days","reminded_of_proposal","case_open.EndJoin","remind_of_proposal_after_7_days","no_word_on_proposal_for_10_days"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P1","submitted_at":"2026-03-02T09:30:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"always","first_response_due":"2026-03-02T10:00:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-02T09:50:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"always","first_response_due":"2026-03-02T10:00:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-02T09:50:00+00:00","priority":"P1","submitted_at":"2026-03-02T09:30:00+00:00"}],[0,64,4,21,49,0,0,{"outcome":"propose_solution"}],[1,16,5,22,50],[1,8,6,23,44],[1,8,7,24,45],[1,64,8,25,52,0,{"remind_of_proposal_after_3_days due":1772703000000000,"remind_of_proposal_after_3_days fired":true},{"outcome":null}],[5,64,9,30,58],[6,8,10,31,59],[1,8,11,26,47,0,{"remind_of_proposal_after_7_days due":1773221400000000}],[1,8,12,27,48,0,{"no_word_on_proposal_for_10_days due":1773653400000000}]],{},{},1,0]],"e":[[0,3],[1,3],[1,4],[1,8],[1,9]]}' AS BLOB), 5, 6, 'Solution Proposed', 0, 'Waits: Solution Proposed', 'It burns.', 'P1', NULL, 'api', 'office', 1, 6, NULL, 'P22', '[]', '{}', '{"offers":[["accept_solution","Customer","review_solution",22],["reject_solution","Customer","review_solution",22],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6],["withdraw_proposal","Support","review_solution",22]],"messages":["customer_closes","withdraw_proposal","customer_reply"],"timers":[["remind_of_proposal_after_7_days","2026-03-11T09:30:00+00:00",false],["no_word_on_proposal_for_10_days","2026-03-16T09:30:00+00:00",false]]}', '2026-03-11T09:30:00.000000+00:00', NULL, '2026-03-02T09:30:00.000000+00:00', '2026-03-05T09:30:00.000000+00:00', NULL);
INSERT INTO cases VALUES (7, 1, CAST('1 eddbeab5 {"p":"case_lifecycle","c":[25,49],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","clear_the_blocker.BoundaryEventSplit","clear_the_blocker","reply_while_blocked","blocker_cleared"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P1","submitted_at":"2026-03-02T09:35:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"always","first_response_due":"2026-03-02T10:05:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-02T09:55:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"always","first_response_due":"2026-03-02T10:05:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-02T09:55:00+00:00","priority":"P1","submitted_at":"2026-03-02T09:35:00+00:00"}],[0,64,4,22,48,0,0,{"blocker_stands":true,"outcome":"block"}],[1,16,5,23,49],[1,8,6,24,46],[1,8,7,25,47]],{},{},1,0]],"e":[[0,3],[1,3],[1,4]]}' AS BLOB), 4, 5, 'Blocked', 0, 'Waits: Blocked', 'It burns.', 'P1', NULL, 'api', 'office', 1, 6, NULL, NULL, '[]', '{"kind":"Bug","reference":"B-7"}', '{"offers":[["clear_blocker","Support","clear_the_blocker",23],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6]],"messages":["customer_closes","customer_reply","blocker_cleared"],"timers":[]}', NULL, NULL, '2026-03-02T09:35:00.000000+00:00', '2026-03-02T09:35:00.000000+00:00', NULL);
INSERT INTO cases VALUES (8, 1, CAST('1 5f8f13b4 {"p":"case_lifecycle","c":[53,115],"n":["Start"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P2","submitted_at":"2026-03-02T09:40:00+00:00"}]],{"blocker_stands":false,"first_response_calendar":"office","first_response_due":"2026-03-02T11:40:00+00:00","first_response_target":"PT2H","first_response_warning":"PT30M","first_response_warning_due":"2026-03-02T11:10:00+00:00","outcome":"accept_solution","priority":"P2","submitted_at":"2026-03-02T09:40:00+00:00"},{},1,1]],"e":[]}' AS BLOB), 7, 8, 'Closed', 1, 'Solved', 'It burns.', 'P2', NULL, 'api', 'office', 2, 7, 'solved', NULL, '[]', '{"proposal":"P38"}', '{"offers":[],"messages":[],"timers":[]}', NULL, NULL, '2026-03-02T09:40:00.000000+00:00', '2026-03-02T09:40:00.000000+00:00', NULL);
INSERT INTO cases VALUES (9, 1, CAST('1 d449e4b1 {"p":"case_lifecycle","c":[19,38],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","first_response.BoundaryEventSplit","first_response","first_response_missed","told_missed","case_open.EndJoin"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P2","submitted_at":"2026-03-02T09:40:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"office","first_response_due":"2026-03-02T11:40:00+00:00","first_response_target":"PT2H","first_response_warning":"PT30M","first_response_warning_due":"2026-03-02T11:10:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"office","first_response_due":"2026-03-02T11:40:00+00:00","first_response_target":"PT2H","first_response_warning":"PT30M","first_response_warning_due":"2026-03-02T11:10:00+00:00","priority":"P2","submitted_at":"2026-03-02T09:40:00+00:00"}],[0,64,4,10,22],[1,16,5,11,23],[1,64,6,13,32,0,{"first_response_missed due":1772451600000000,"first_response_missed fired":true},{"outcome":null}],[3,64,7,18,36],[4,8,8,19,38]],{},{},1,0]],"e":[[0,3]]}' AS BLOB), 3, 3, 'New', 0, 'Solved', 'This repeats case C-1008.', 'P2', NULL, 'repeat', 'office', NULL, 7, NULL, NULL, '["first response missed"]', '{}', '{"offers":[["send_first_response","Support","first_response",11],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6]],"messages":["customer_closes"],"timers":[]}', NULL, 8, '2026-03-02T09:40:00.000000+00:00', '2026-03-02T11:40:00.000000+00:00', '2026-03-02T11:40:00.000000+00:00');
INSERT INTO cases VALUES (10, 1, CAST('1 1151eb9d {"p":"case_lifecycle","c":[18,40],"n":["Start"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P2","submitted_at":"2026-03-02T09:40:00+00:00"}]],{"blocker_stands":false,"first_response_calendar":"office","first_response_due":"2026-03-02T11:40:00+00:00","first_response_target":"PT2H","first_response_warning":"PT30M","first_response_warning_due":"2026-03-02T11:10:00+00:00","outcome":null,"priority":"P2","submitted_at":"2026-03-02T09:40:00+00:00"},{},1,1]],"e":[]}' AS BLOB), 2, 2, 'Closed', 1, 'Resolved by the customer', 'It burns.', 'P2', NULL, 'api', 'office', NULL, 6, 'customer_resolved', NULL, '[]', '{}', '{"offers":[],"messages":[],"timers":[]}', NULL, NULL, '2026-03-02T09:40:00.000000+00:00', '2026-03-02T09:40:00.000000+00:00', NULL);
INSERT INTO cases VALUES (11, 2, CAST('1 a01d4844 {"p":"p","c":[3,5],"n":["Start","in","look"],"w":[[null,[[-1,64,0,1,2,0,0,{"submitted_at":"2026-03-02T09:40:00+00:00"}],[0,64,1,2,4,0,{"event_fired":true}],[1,16,2,3,5]],{},{},1,0]],"e":[]}' AS BLOB), 1, 1, 'Fresh', 0, 'Five shirts', 'It burns.', 'P2', NULL, 'api', 'office', NULL, 6, NULL, NULL, '[]', '{}', '{"offers":[["wash_it","Support","look",3],["never_mind","Customer","look",3]],"messages":[],"timers":[]}', NULL, NULL, '2026-03-02T09:40:00.000000+00:00', '2026-03-02T09:40:00.000000+00:00', NULL);
INSERT INTO cases VALUES (12, 2, CAST('1 637437e0 {"p":"p","c":[5,9],"n":["Start","which","wash"],"w":[[null,[[-1,64,0,1,2,0,0,{"submitted_at":"2026-03-02T09:40:00+00:00"}],[0,64,1,4,8,0,0,{"outcome":"wash_it"}],[1,16,2,5,9]],{},{},1,0]],"e":[]}' AS BLOB), 2, 2, 'Being washed', 0, 'Two coats', 'It burns.', 'P2', NULL, 'api', 'office', NULL, 6, NULL, NULL, '[]', '{}', '{"offers":[["washed","agent","wash",5]],"messages":[],"timers":[]}', NULL, NULL, '2026-03-02T09:40:00.000000+00:00', '2026-03-02T09:40:00.000000+00:00', NULL);
INSERT INTO cases VALUES (13, 3, CAST('1 74e2a10d {"p":"case_lifecycle","c":[19,38],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","first_response.BoundaryEventSplit","first_response","first_response_missed","told_missed","case_open.EndJoin"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P1","submitted_at":"2026-03-10T09:45:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"always","first_response_due":"2026-03-10T10:15:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-10T10:05:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"always","first_response_due":"2026-03-10T10:15:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-10T10:05:00+00:00","priority":"P1","submitted_at":"2026-03-10T09:45:00+00:00"}],[0,64,4,10,22],[1,16,5,11,23],[1,64,6,13,32,0,{"first_response_missed due":1773137700000000,"first_response_missed fired":true},{"outcome":null}],[3,64,7,18,36],[4,8,8,19,38]],{},{},1,0]],"e":[[0,3]]}' AS BLOB), 4, 5, 'New', 0, 'Waits: New', 'It burns.', 'P1', NULL, 'api', 'office', 1, 6, NULL, NULL, '["first response missed"]', '{}', '{"offers":[["send_first_response","Support","first_response",11],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6]],"messages":["customer_closes"],"timers":[]}', NULL, NULL, '2026-03-10T09:45:00.000000+00:00', '2026-03-10T10:15:00.000000+00:00', '2026-03-10T10:15:00.000000+00:00');
INSERT INTO cases VALUES (14, 3, CAST('1 198a51cf {"p":"case_lifecycle","c":[18,35],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","investigate.BoundaryEventSplit","investigate","reply_while_working"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P1","submitted_at":"2026-03-10T09:50:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"always","first_response_due":"2026-03-10T10:20:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-10T10:10:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"always","first_response_due":"2026-03-10T10:20:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-10T10:10:00+00:00","priority":"P1","submitted_at":"2026-03-10T09:50:00+00:00"}],[0,64,4,16,34,0,0,{"outcome":"send_first_response"}],[1,16,5,17,35],[1,8,6,18,33]],{},{},1,0]],"e":[[0,3],[1,3]]}' AS BLOB), 3, 4, 'Work in Progress', 0, 'Waits: Work in Progress', 'It burns.', 'P1', NULL, 'api', 'office', 1, 6, NULL, NULL, '[]', '{}', '{"offers":[["propose_solution","Support","investigate",17],["ask_customer","Support","investigate",17],["block","Support","investigate",17],["propose_closing","Support","investigate",17],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6]],"messages":["customer_closes","customer_reply"],"timers":[]}', NULL, NULL, '2026-03-10T09:50:00.000000+00:00', '2026-03-10T09:50:00.000000+00:00', NULL);
INSERT INTO cases VALUES (15, 3, CAST('1 26f1aa22 {"p":"case_lifecycle","c":[26,49],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","wait_for_customer.BoundaryEventSplit","wait_for_customer","reply_while_waiting","remind_after_3_days","remind_after_7_days","silent_for_10_days"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P1","submitted_at":"2026-03-10T09:55:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"always","first_response_due":"2026-03-10T10:25:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-10T10:15:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"always","first_response_due":"2026-03-10T10:25:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-10T10:15:00+00:00","priority":"P1","submitted_at":"2026-03-10T09:55:00+00:00"}],[0,64,4,21,48,0,0,{"outcome":"ask_customer"}],[1,16,5,22,49],[1,8,6,23,44],[1,8,7,24,45,0,{"remind_after_3_days due":1773395700000000}],[1,8,8,25,46,0,{"remind_after_7_days due":1773914100000000}],[1,8,9,26,47,0,{"silent_for_10_days due":1774346100000000}]],{},{},1,0]],"e":[[0,3],[1,3],[1,4],[1,5],[1,6]]}' AS BLOB), 4, 5, 'Pending Customer', 0, 'Waits: Pending Customer', 'It burns.', 'P1', NULL, 'api', 'office', 1, 6, NULL, NULL, '[]', '{}', '{"offers":[["resume_work","Support","wait_for_customer",22],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6]],"messages":["customer_closes","customer_reply"],"timers":[["remind_after_3_days","2026-03-13T09:55:00+00:00",false],["remind_after_7_days","2026-03-19T09:55:00+00:00",false],["silent_for_10_days","2026-03-24T09:55:00+00:00",false]]}', '2026-03-13T09:55:00.000000+00:00', NULL, '2026-03-10T09:55:00.000000+00:00', '2026-03-10T09:55:00.000000+00:00', NULL);
INSERT INTO cases VALUES (16, 3, CAST('1 d2c8938d {"p":"case_lifecycle","c":[27,50],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","agree_to_close.BoundaryEventSplit","agree_to_close","withdraw_closing","remind_of_closing_after_3_days","remind_of_closing_after_7_days","no_word_on_closing_for_10_days","reply_to_closing"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P1","submitted_at":"2026-03-10T10:00:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"always","first_response_due":"2026-03-10T10:30:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-10T10:20:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"always","first_response_due":"2026-03-10T10:30:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-10T10:20:00+00:00","priority":"P1","submitted_at":"2026-03-10T10:00:00+00:00"}],[0,64,4,21,49,0,0,{"outcome":"propose_closing"}],[1,16,5,22,50],[1,8,6,23,44],[1,8,7,24,45,0,{"remind_of_closing_after_3_days due":1773396000000000}],[1,8,8,25,46,0,{"remind_of_closing_after_7_days due":1773914400000000}],[1,8,9,26,47,0,{"no_word_on_closing_for_10_days due":1774346400000000}],[1,8,10,27,48]],{},{},1,0]],"e":[[0,3],[1,3],[1,4],[1,5],[1,6],[1,7]]}' AS BLOB), 4, 5, 'Pending Customer', 0, 'Waits: Agree to close', 'It burns.', 'P1', NULL, 'api', 'office', 1, 6, NULL, NULL, '[]', '{}', '{"offers":[["agree_closing","Customer","agree_to_close",22],["record_agreement","Support","agree_to_close",22],["keep_open","Customer","agree_to_close",22],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6],["withdraw_closing","Support","agree_to_close",22]],"messages":["customer_closes","withdraw_closing","customer_reply"],"timers":[["remind_of_closing_after_3_days","2026-03-13T10:00:00+00:00",false],["remind_of_closing_after_7_days","2026-03-19T10:00:00+00:00",false],["no_word_on_closing_for_10_days","2026-03-24T10:00:00+00:00",false]]}', '2026-03-13T10:00:00.000000+00:00', NULL, '2026-03-10T10:00:00.000000+00:00', '2026-03-10T10:00:00.000000+00:00', NULL);
INSERT INTO cases VALUES (17, 3, CAST('1 8b79be48 {"p":"case_lifecycle","c":[23,47],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","acknowledge_reply.BoundaryEventSplit","acknowledge_reply","blocker_cleared_meanwhile"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P1","submitted_at":"2026-03-10T10:05:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"always","first_response_due":"2026-03-10T10:35:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-10T10:25:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"always","first_response_due":"2026-03-10T10:35:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-10T10:25:00+00:00","priority":"P1","submitted_at":"2026-03-10T10:05:00+00:00"}],[0,64,4,21,46,0,0,{"outcome":null}],[1,16,5,22,47],[1,8,6,23,45]],{},{},1,0]],"e":[[0,3],[1,3]]}' AS BLOB), 4, 5, 'Customer Replied', 0, 'Waits: Customer Replied', 'It burns.', 'P1', NULL, 'api', 'office', 1, 6, NULL, NULL, '[]', '{}', '{"offers":[["acknowledge","Support","acknowledge_reply",22],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6]],"messages":["customer_closes","blocker_cleared"],"timers":[]}', NULL, NULL, '2026-03-10T10:05:00.000000+00:00', '2026-03-10T10:05:00.000000+00:00', NULL);
INSERT INTO cases VALUES (18, 3, CAST('1 14bc1095 {"p":"case_lifecycle","c":[27,50],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","review_solution.BoundaryEventSplit","review_solution","withdraw_proposal","reply_to_proposal","remind_of_proposal_after_3_days","remind_of_proposal_after_7_days","no_word_on_proposal_for_10_days"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P1","submitted_at":"2026-03-10T10:10:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"always","first_response_due":"2026-03-10T10:40:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-10T10:30:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"always","first_response_due":"2026-03-10T10:40:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-10T10:30:00+00:00","priority":"P1","submitted_at":"2026-03-10T10:10:00+00:00"}],[0,64,4,21,49,0,0,{"outcome":"propose_solution"}],[1,16,5,22,50],[1,8,6,23,44],[1,8,7,24,45],[1,8,8,25,46,0,{"remind_of_proposal_after_3_days due":1773396600000000}],[1,8,9,26,47,0,{"remind_of_proposal_after_7_days due":1773915000000000}],[1,8,10,27,48,0,{"no_word_on_proposal_for_10_days due":1774347000000000}]],{},{},1,0]],"e":[[0,3],[1,3],[1,4],[1,5],[1,6],[1,7]]}' AS BLOB), 4, 5, 'Solution Proposed', 0, 'Waits: Solution Proposed', 'It burns.', 'P1', NULL, 'api', 'office', 1, 6, NULL, 'P22', '[]', '{}', '{"offers":[["accept_solution","Customer","review_solution",22],["reject_solution","Customer","review_solution",22],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6],["withdraw_proposal","Support","review_solution",22]],"messages":["customer_closes","withdraw_proposal","customer_reply"],"timers":[["remind_of_proposal_after_3_days","2026-03-13T10:10:00+00:00",false],["remind_of_proposal_after_7_days","2026-03-19T10:10:00+00:00",false],["no_word_on_proposal_for_10_days","2026-03-24T10:10:00+00:00",false]]}', '2026-03-13T10:10:00.000000+00:00', NULL, '2026-03-10T10:10:00.000000+00:00', '2026-03-10T10:10:00.000000+00:00', NULL);
INSERT INTO cases VALUES (19, 3, CAST('1 15e8f565 {"p":"case_lifecycle","c":[25,49],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","clear_the_blocker.BoundaryEventSplit","clear_the_blocker","reply_while_blocked","blocker_cleared"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P1","submitted_at":"2026-03-10T10:15:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"always","first_response_due":"2026-03-10T10:45:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-10T10:35:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"always","first_response_due":"2026-03-10T10:45:00+00:00","first_response_target":"PT30M","first_response_warning":"PT10M","first_response_warning_due":"2026-03-10T10:35:00+00:00","priority":"P1","submitted_at":"2026-03-10T10:15:00+00:00"}],[0,64,4,22,48,0,0,{"blocker_stands":true,"outcome":"block"}],[1,16,5,23,49],[1,8,6,24,46],[1,8,7,25,47]],{},{},1,0]],"e":[[0,3],[1,3],[1,4]]}' AS BLOB), 4, 5, 'Blocked', 0, 'Waits: Blocked', 'It burns.', 'P1', NULL, 'api', 'office', 1, 6, NULL, NULL, '[]', '{"kind":"Bug","reference":"B-7"}', '{"offers":[["clear_blocker","Support","clear_the_blocker",23],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6]],"messages":["customer_closes","customer_reply","blocker_cleared"],"timers":[]}', NULL, NULL, '2026-03-10T10:15:00.000000+00:00', '2026-03-10T10:15:00.000000+00:00', NULL);
INSERT INTO cases VALUES (20, 3, CAST('1 f36aa13a {"p":"case_lifecycle","c":[53,115],"n":["Start"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P2","submitted_at":"2026-03-10T10:20:00+00:00"}]],{"blocker_stands":false,"first_response_calendar":"office","first_response_due":"2026-03-10T12:20:00+00:00","first_response_target":"PT2H","first_response_warning":"PT30M","first_response_warning_due":"2026-03-10T11:50:00+00:00","outcome":"accept_solution","priority":"P2","submitted_at":"2026-03-10T10:20:00+00:00"},{},1,1]],"e":[]}' AS BLOB), 7, 8, 'Closed', 1, 'Solved', 'It burns.', 'P2', NULL, 'api', 'office', 2, 7, 'solved', NULL, '[]', '{"proposal":"P38"}', '{"offers":[],"messages":[],"timers":[]}', NULL, NULL, '2026-03-10T10:20:00.000000+00:00', '2026-03-10T10:20:00.000000+00:00', NULL);
INSERT INTO cases VALUES (21, 3, CAST('1 2161dc7c {"p":"case_lifecycle","c":[13,23],"n":["Start","case_open.BoundaryEventSplit","case_open","customer_closes","first_response.BoundaryEventSplit","first_response","first_response_due_soon","first_response_missed"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P2","submitted_at":"2026-03-10T10:20:00+00:00"}],[0,64,1,5,12,0,0,{"first_response_calendar":"office","first_response_due":"2026-03-10T12:20:00+00:00","first_response_target":"PT2H","first_response_warning":"PT30M","first_response_warning_due":"2026-03-10T11:50:00+00:00"}],[1,32,2,6,16],[1,8,3,7,11]],{},{},1,0],[[0,2],[[-1,64,0,8,14,0,0,{"blocker_stands":false,"first_response_calendar":"office","first_response_due":"2026-03-10T12:20:00+00:00","first_response_target":"PT2H","first_response_warning":"PT30M","first_response_warning_due":"2026-03-10T11:50:00+00:00","priority":"P2","submitted_at":"2026-03-10T10:20:00+00:00"}],[0,64,4,10,22],[1,16,5,11,23],[1,8,6,12,20,0,{"first_response_due_soon due":1773143400000000}],[1,8,7,13,21,0,{"first_response_missed due":1773145200000000}]],{},{},1,0]],"e":[[0,3],[1,3],[1,4]]}' AS BLOB), 1, 1, 'New', 0, 'Solved', 'This repeats case C-1020.', 'P2', NULL, 'repeat', 'office', NULL, 7, NULL, NULL, '[]', '{}', '{"offers":[["send_first_response","Support","first_response",11],["customer_closes","Customer","case_open",6],["customer_closes","Support","case_open",6]],"messages":["customer_closes"],"timers":[["first_response_due_soon","2026-03-10T11:50:00+00:00",false],["first_response_missed","2026-03-10T12:20:00+00:00",true]]}', '2026-03-10T11:50:00.000000+00:00', 20, '2026-03-10T10:20:00.000000+00:00', '2026-03-10T10:20:00.000000+00:00', '2026-03-10T12:20:00.000000+00:00');
INSERT INTO cases VALUES (22, 3, CAST('1 6e024bc7 {"p":"case_lifecycle","c":[18,40],"n":["Start"],"w":[[null,[[-1,64,0,1,2,0,0,{"blocker_stands":false,"priority":"P2","submitted_at":"2026-03-10T10:20:00+00:00"}]],{"blocker_stands":false,"first_response_calendar":"office","first_response_due":"2026-03-10T12:20:00+00:00","first_response_target":"PT2H","first_response_warning":"PT30M","first_response_warning_due":"2026-03-10T11:50:00+00:00","outcome":null,"priority":"P2","submitted_at":"2026-03-10T10:20:00+00:00"},{},1,1]],"e":[]}' AS BLOB), 2, 2, 'Closed', 1, 'Resolved by the customer', 'It burns.', 'P2', NULL, 'api', 'office', NULL, 6, 'customer_resolved', NULL, '[]', '{}', '{"offers":[],"messages":[],"timers":[]}', NULL, NULL, '2026-03-10T10:20:00.000000+00:00', '2026-03-10T10:20:00.000000+00:00', NULL);
INSERT INTO history VALUES (1, 1, '2026-03-02T09:05:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:35:00+00:00","first_response_warning_due":"2026-03-02T09:25:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (1, 2, '2026-03-02T09:05:00.000000+00:00', 1, 'support', 'changed', NULL, NULL, 'New', 'New', 1, '{"values":{"owner":[null,"alice@example.com"]}}', '[]');
INSERT INTO history VALUES (1, 3, '2026-03-02T09:05:00.000000+00:00', 1, 'support', 'message', NULL, NULL, NULL, NULL, 1, '{"message":1,"visibility":"internal","late":false}', '[]');
INSERT INTO history VALUES (2, 1, '2026-03-02T09:10:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:40:00+00:00","first_response_warning_due":"2026-03-02T09:30:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (2, 2, '2026-03-02T09:10:00.000000+00:00', 1, 'support', 'changed', NULL, NULL, 'New', 'New', 1, '{"values":{"owner":[null,"alice@example.com"]}}', '[]');
INSERT INTO history VALUES (2, 3, '2026-03-02T09:10:00.000000+00:00', 1, 'support', 'message', NULL, NULL, NULL, NULL, 1, '{"message":2,"visibility":"internal","late":false}', '[]');
INSERT INTO history VALUES (2, 4, '2026-03-02T09:10:00.000000+00:00', 1, 'support', 'action', 'send_first_response', 'send_first_response', 'New', 'Work in Progress', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:40:00+00:00","first_response_warning_due":"2026-03-02T09:30:00+00:00","outcome":"send_first_response"}}', '["send_first_response","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (3, 1, '2026-03-02T09:15:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:45:00+00:00","first_response_warning_due":"2026-03-02T09:35:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (3, 2, '2026-03-02T09:15:00.000000+00:00', 1, 'support', 'changed', NULL, NULL, 'New', 'New', 1, '{"values":{"owner":[null,"alice@example.com"]}}', '[]');
INSERT INTO history VALUES (3, 3, '2026-03-02T09:15:00.000000+00:00', 1, 'support', 'message', NULL, NULL, NULL, NULL, 1, '{"message":4,"visibility":"internal","late":false}', '[]');
INSERT INTO history VALUES (3, 4, '2026-03-02T09:15:00.000000+00:00', 1, 'support', 'action', 'send_first_response', 'send_first_response', 'New', 'Work in Progress', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:45:00+00:00","first_response_warning_due":"2026-03-02T09:35:00+00:00","outcome":"send_first_response"}}', '["send_first_response","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (3, 5, '2026-03-02T09:15:00.000000+00:00', 1, 'support', 'action', 'ask_customer', 'ask_customer', 'Work in Progress', 'Pending Customer', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:45:00+00:00","first_response_warning_due":"2026-03-02T09:35:00+00:00","outcome":"ask_customer"}}', '["to_next_step","next_step","ask_customer","wait_for_customer"]');
INSERT INTO history VALUES (4, 1, '2026-03-02T09:20:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:50:00+00:00","first_response_warning_due":"2026-03-02T09:40:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (4, 2, '2026-03-02T09:20:00.000000+00:00', 1, 'support', 'changed', NULL, NULL, 'New', 'New', 1, '{"values":{"owner":[null,"alice@example.com"]}}', '[]');
INSERT INTO history VALUES (4, 3, '2026-03-02T09:20:00.000000+00:00', 1, 'support', 'message', NULL, NULL, NULL, NULL, 1, '{"message":7,"visibility":"internal","late":false}', '[]');
INSERT INTO history VALUES (4, 4, '2026-03-02T09:20:00.000000+00:00', 1, 'support', 'action', 'send_first_response', 'send_first_response', 'New', 'Work in Progress', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:50:00+00:00","first_response_warning_due":"2026-03-02T09:40:00+00:00","outcome":"send_first_response"}}', '["send_first_response","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (4, 5, '2026-03-02T09:20:00.000000+00:00', 1, 'support', 'action', 'propose_closing', 'propose_closing', 'Work in Progress', 'Pending Customer', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:50:00+00:00","first_response_warning_due":"2026-03-02T09:40:00+00:00","outcome":"propose_closing"}}', '["to_next_step","next_step","propose_closing","agree_to_close"]');
INSERT INTO history VALUES (1, 4, '2026-03-02T09:25:00.000000+00:00', NULL, NULL, 'timer', NULL, 'first_response_due_soon', 'New', 'New', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:35:00+00:00","first_response_warning_due":"2026-03-02T09:25:00+00:00","outcome":null},"notified":["warn_of_first_response"]}', '["first_response_due_soon","due_soon","warn_of_first_response","warning_sent","warned"]');
INSERT INTO history VALUES (5, 1, '2026-03-02T09:25:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:55:00+00:00","first_response_warning_due":"2026-03-02T09:45:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (5, 2, '2026-03-02T09:25:00.000000+00:00', 1, 'support', 'changed', NULL, NULL, 'New', 'New', 1, '{"values":{"owner":[null,"alice@example.com"]}}', '[]');
INSERT INTO history VALUES (5, 3, '2026-03-02T09:25:00.000000+00:00', 1, 'support', 'message', NULL, NULL, NULL, NULL, 1, '{"message":10,"visibility":"internal","late":false}', '[]');
INSERT INTO history VALUES (5, 4, '2026-03-02T09:25:00.000000+00:00', 1, 'support', 'action', 'send_first_response', 'send_first_response', 'New', 'Work in Progress', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:55:00+00:00","first_response_warning_due":"2026-03-02T09:45:00+00:00","outcome":"send_first_response"}}', '["send_first_response","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (5, 5, '2026-03-02T09:25:00.000000+00:00', 6, 'customer', 'message', NULL, 'reply_while_working', 'Work in Progress', 'Customer Replied', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:55:00+00:00","first_response_warning_due":"2026-03-02T09:45:00+00:00","outcome":null}}', '["reply_while_working","reply_at_work","to_replied","reply_kept","acknowledge_reply"]');
INSERT INTO history VALUES (6, 1, '2026-03-02T09:30:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T10:00:00+00:00","first_response_warning_due":"2026-03-02T09:50:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (6, 2, '2026-03-02T09:30:00.000000+00:00', 1, 'support', 'changed', NULL, NULL, 'New', 'New', 1, '{"values":{"owner":[null,"alice@example.com"]}}', '[]');
INSERT INTO history VALUES (6, 3, '2026-03-02T09:30:00.000000+00:00', 1, 'support', 'message', NULL, NULL, NULL, NULL, 1, '{"message":13,"visibility":"internal","late":false}', '[]');
INSERT INTO history VALUES (6, 4, '2026-03-02T09:30:00.000000+00:00', 1, 'support', 'action', 'send_first_response', 'send_first_response', 'New', 'Work in Progress', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T10:00:00+00:00","first_response_warning_due":"2026-03-02T09:50:00+00:00","outcome":"send_first_response"}}', '["send_first_response","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (6, 5, '2026-03-02T09:30:00.000000+00:00', 1, 'support', 'action', 'propose_solution', 'propose_solution', 'Work in Progress', 'Solution Proposed', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T10:00:00+00:00","first_response_warning_due":"2026-03-02T09:50:00+00:00","outcome":"propose_solution"}}', '["to_next_step","next_step","propose_solution","review_solution"]');
INSERT INTO history VALUES (7, 1, '2026-03-02T09:35:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T10:05:00+00:00","first_response_warning_due":"2026-03-02T09:55:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (7, 2, '2026-03-02T09:35:00.000000+00:00', 1, 'support', 'changed', NULL, NULL, 'New', 'New', 1, '{"values":{"owner":[null,"alice@example.com"]}}', '[]');
INSERT INTO history VALUES (7, 3, '2026-03-02T09:35:00.000000+00:00', 1, 'support', 'message', NULL, NULL, NULL, NULL, 1, '{"message":16,"visibility":"internal","late":false}', '[]');
INSERT INTO history VALUES (7, 4, '2026-03-02T09:35:00.000000+00:00', 1, 'support', 'action', 'send_first_response', 'send_first_response', 'New', 'Work in Progress', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T10:05:00+00:00","first_response_warning_due":"2026-03-02T09:55:00+00:00","outcome":"send_first_response"}}', '["send_first_response","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (7, 5, '2026-03-02T09:35:00.000000+00:00', 1, 'support', 'action', 'block', 'block', 'Work in Progress', 'Blocked', 1, '{"values":{"blocker_stands":true,"priority":"P1","first_response_due":"2026-03-02T10:05:00+00:00","first_response_warning_due":"2026-03-02T09:55:00+00:00","outcome":"block","kind":"Bug","reference":"B-7"}}', '["to_next_step","next_step","block","to_blocked","waits_for_blocker","clear_the_blocker"]');
INSERT INTO history VALUES (1, 5, '2026-03-02T09:35:00.000000+00:00', NULL, NULL, 'timer', NULL, 'first_response_missed', 'New', 'New', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:35:00+00:00","first_response_warning_due":"2026-03-02T09:25:00+00:00","outcome":null},"notified":["tell_of_missed_first_response"]}', '["first_response_missed","missed","tell_of_missed_first_response","miss_told","told_missed"]');
INSERT INTO history VALUES (8, 1, '2026-03-02T09:40:00.000000+00:00', 7, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 1, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-02T11:40:00+00:00","first_response_warning_due":"2026-03-02T11:10:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (8, 2, '2026-03-02T09:40:00.000000+00:00', 2, 'support', 'changed', NULL, NULL, 'New', 'New', 1, '{"values":{"owner":[null,"amir@example.com"]}}', '[]');
INSERT INTO history VALUES (8, 3, '2026-03-02T09:40:00.000000+00:00', 1, 'support', 'action', 'send_first_response', 'send_first_response', 'New', 'Work in Progress', 1, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-02T11:40:00+00:00","first_response_warning_due":"2026-03-02T11:10:00+00:00","outcome":"send_first_response"}}', '["send_first_response","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (8, 4, '2026-03-02T09:40:00.000000+00:00', 1, 'support', 'action', 'propose_solution', 'propose_solution', 'Work in Progress', 'Solution Proposed', 1, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-02T11:40:00+00:00","first_response_warning_due":"2026-03-02T11:10:00+00:00","outcome":"propose_solution"}}', '["to_next_step","next_step","propose_solution","review_solution"]');
INSERT INTO history VALUES (8, 5, '2026-03-02T09:40:00.000000+00:00', 7, 'customer', 'action', 'reject_solution', 'reject_solution', 'Solution Proposed', 'Work in Progress', 1, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-02T11:40:00+00:00","first_response_warning_due":"2026-03-02T11:10:00+00:00","outcome":"reject_solution","proposal":"P22"},"notified":["tell_owner_of_rejection"]}', '["to_accepted_or_not","accepted_or_not","reject_solution","tell_owner_of_rejection","rejection_told","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (8, 6, '2026-03-02T09:40:00.000000+00:00', 1, 'support', 'action', 'propose_solution', 'propose_solution', 'Work in Progress', 'Solution Proposed', 1, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-02T11:40:00+00:00","first_response_warning_due":"2026-03-02T11:10:00+00:00","outcome":"propose_solution"}}', '["to_next_step","next_step","propose_solution","review_solution"]');
INSERT INTO history VALUES (8, 7, '2026-03-02T09:40:00.000000+00:00', 7, 'customer', 'action', 'accept_solution', 'accept_solution', 'Solution Proposed', 'Closed', 1, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-02T11:40:00+00:00","first_response_warning_due":"2026-03-02T11:10:00+00:00","outcome":"accept_solution","proposal":"P38"}}', '["to_accepted_or_not","accepted_or_not","accept_solution","accepted","case_done","to_closed","to_the_end","closed"]');
INSERT INTO history VALUES (8, 8, '2026-03-02T09:40:00.000000+00:00', 7, 'customer', 'message', NULL, NULL, NULL, NULL, 1, '{"message":23,"visibility":"public","late":true}', '[]');
INSERT INTO history VALUES (9, 1, '2026-03-02T09:40:00.000000+00:00', 7, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 1, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-02T11:40:00+00:00","first_response_warning_due":"2026-03-02T11:10:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (10, 1, '2026-03-02T09:40:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 1, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-02T11:40:00+00:00","first_response_warning_due":"2026-03-02T11:10:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (10, 2, '2026-03-02T09:40:00.000000+00:00', 6, 'customer', 'action', 'customer_closes', 'customer_closes', 'New', 'Closed', 1, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-02T11:40:00+00:00","first_response_warning_due":"2026-03-02T11:10:00+00:00","outcome":null}}', '["customer_closes","case_resolved","to_closed","to_the_end","closed"]');
INSERT INTO history VALUES (11, 1, '2026-03-02T09:40:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'in', NULL, 'Fresh', 2, '{"values":{}}', '["in","in_look","look"]');
INSERT INTO history VALUES (12, 1, '2026-03-02T09:40:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'in', NULL, 'Fresh', 2, '{"values":{}}', '["in","in_look","look"]');
INSERT INTO history VALUES (12, 2, '2026-03-02T09:40:00.000000+00:00', 1, 'support', 'action', 'wash_it', 'wash_it', 'Fresh', 'Being washed', 2, '{"values":{"outcome":"wash_it"}}', '["look_which","which","wash_it","wash"]');
INSERT INTO history VALUES (2, 5, '2026-03-02T09:40:00.000000+00:00', 4, 'observer', 'migrated', NULL, NULL, 'Work in Progress', 'Work in Progress', 3, '{"values":{"from_version":1,"to_version":3,"reason":"As a trial"}}', '[]');
INSERT INTO history VALUES (9, 2, '2026-03-02T11:10:00.000000+00:00', NULL, NULL, 'timer', NULL, 'first_response_due_soon', 'New', 'New', 1, '{"values":{"blocker_stands":false,"first_response_due":"2026-03-02T11:40:00+00:00","first_response_warning_due":"2026-03-02T11:10:00+00:00","priority":"P2","outcome":null},"notified":["warn_of_first_response"]}', '["first_response_due_soon","due_soon","warn_of_first_response","warning_sent","warned"]');
INSERT INTO history VALUES (9, 3, '2026-03-02T11:40:00.000000+00:00', NULL, NULL, 'timer', NULL, 'first_response_missed', 'New', 'New', 1, '{"values":{"blocker_stands":false,"first_response_due":"2026-03-02T11:40:00+00:00","first_response_warning_due":"2026-03-02T11:10:00+00:00","priority":"P2","outcome":null},"notified":["tell_of_missed_first_response"]}', '["first_response_missed","missed","tell_of_missed_first_response","miss_told","told_missed"]');
INSERT INTO history VALUES (3, 6, '2026-03-05T09:15:00.000000+00:00', NULL, NULL, 'timer', NULL, 'remind_after_3_days', 'Pending Customer', 'Pending Customer', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:45:00+00:00","first_response_warning_due":"2026-03-02T09:35:00+00:00","outcome":null},"notified":["remind_customer"]}', '["remind_after_3_days","first_reminder","to_reminder","remind","remind_customer","reminder_sent","reminded"]');
INSERT INTO history VALUES (4, 6, '2026-03-05T09:20:00.000000+00:00', NULL, NULL, 'timer', NULL, 'remind_of_closing_after_3_days', 'Pending Customer', 'Pending Customer', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T09:50:00+00:00","first_response_warning_due":"2026-03-02T09:40:00+00:00","outcome":null},"notified":["remind_customer"]}', '["remind_of_closing_after_3_days","first_reminder_of_closing","to_reminder","remind","remind_customer","reminder_sent","reminded"]');
INSERT INTO history VALUES (6, 6, '2026-03-05T09:30:00.000000+00:00', NULL, NULL, 'timer', NULL, 'remind_of_proposal_after_3_days', 'Solution Proposed', 'Solution Proposed', 1, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-02T10:00:00+00:00","first_response_warning_due":"2026-03-02T09:50:00+00:00","outcome":null},"notified":["remind_of_proposal"]}', '["remind_of_proposal_after_3_days","first_reminder_of_proposal","to_proposal_reminder","remind_of_it","remind_of_proposal","proposal_reminder_sent","reminded_of_proposal"]');
INSERT INTO history VALUES (13, 1, '2026-03-10T09:45:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:15:00+00:00","first_response_warning_due":"2026-03-10T10:05:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (13, 2, '2026-03-10T09:45:00.000000+00:00', 1, 'support', 'changed', NULL, NULL, 'New', 'New', 3, '{"values":{"owner":[null,"alice@example.com"]}}', '[]');
INSERT INTO history VALUES (13, 3, '2026-03-10T09:45:00.000000+00:00', 1, 'support', 'message', NULL, NULL, NULL, NULL, 3, '{"message":24,"visibility":"internal","late":false}', '[]');
INSERT INTO history VALUES (14, 1, '2026-03-10T09:50:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:20:00+00:00","first_response_warning_due":"2026-03-10T10:10:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (14, 2, '2026-03-10T09:50:00.000000+00:00', 1, 'support', 'changed', NULL, NULL, 'New', 'New', 3, '{"values":{"owner":[null,"alice@example.com"]}}', '[]');
INSERT INTO history VALUES (14, 3, '2026-03-10T09:50:00.000000+00:00', 1, 'support', 'message', NULL, NULL, NULL, NULL, 3, '{"message":25,"visibility":"internal","late":false}', '[]');
INSERT INTO history VALUES (14, 4, '2026-03-10T09:50:00.000000+00:00', 1, 'support', 'action', 'send_first_response', 'send_first_response', 'New', 'Work in Progress', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:20:00+00:00","first_response_warning_due":"2026-03-10T10:10:00+00:00","outcome":"send_first_response"}}', '["send_first_response","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (15, 1, '2026-03-10T09:55:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:25:00+00:00","first_response_warning_due":"2026-03-10T10:15:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (15, 2, '2026-03-10T09:55:00.000000+00:00', 1, 'support', 'changed', NULL, NULL, 'New', 'New', 3, '{"values":{"owner":[null,"alice@example.com"]}}', '[]');
INSERT INTO history VALUES (15, 3, '2026-03-10T09:55:00.000000+00:00', 1, 'support', 'message', NULL, NULL, NULL, NULL, 3, '{"message":27,"visibility":"internal","late":false}', '[]');
INSERT INTO history VALUES (15, 4, '2026-03-10T09:55:00.000000+00:00', 1, 'support', 'action', 'send_first_response', 'send_first_response', 'New', 'Work in Progress', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:25:00+00:00","first_response_warning_due":"2026-03-10T10:15:00+00:00","outcome":"send_first_response"}}', '["send_first_response","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (15, 5, '2026-03-10T09:55:00.000000+00:00', 1, 'support', 'action', 'ask_customer', 'ask_customer', 'Work in Progress', 'Pending Customer', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:25:00+00:00","first_response_warning_due":"2026-03-10T10:15:00+00:00","outcome":"ask_customer"}}', '["to_next_step","next_step","ask_customer","wait_for_customer"]');
INSERT INTO history VALUES (16, 1, '2026-03-10T10:00:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:30:00+00:00","first_response_warning_due":"2026-03-10T10:20:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (16, 2, '2026-03-10T10:00:00.000000+00:00', 1, 'support', 'changed', NULL, NULL, 'New', 'New', 3, '{"values":{"owner":[null,"alice@example.com"]}}', '[]');
INSERT INTO history VALUES (16, 3, '2026-03-10T10:00:00.000000+00:00', 1, 'support', 'message', NULL, NULL, NULL, NULL, 3, '{"message":30,"visibility":"internal","late":false}', '[]');
INSERT INTO history VALUES (16, 4, '2026-03-10T10:00:00.000000+00:00', 1, 'support', 'action', 'send_first_response', 'send_first_response', 'New', 'Work in Progress', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:30:00+00:00","first_response_warning_due":"2026-03-10T10:20:00+00:00","outcome":"send_first_response"}}', '["send_first_response","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (16, 5, '2026-03-10T10:00:00.000000+00:00', 1, 'support', 'action', 'propose_closing', 'propose_closing', 'Work in Progress', 'Pending Customer', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:30:00+00:00","first_response_warning_due":"2026-03-10T10:20:00+00:00","outcome":"propose_closing"}}', '["to_next_step","next_step","propose_closing","agree_to_close"]');
INSERT INTO history VALUES (13, 4, '2026-03-10T10:05:00.000000+00:00', NULL, NULL, 'timer', NULL, 'first_response_due_soon', 'New', 'New', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:15:00+00:00","first_response_warning_due":"2026-03-10T10:05:00+00:00","outcome":null},"notified":["warn_of_first_response"]}', '["first_response_due_soon","due_soon","warn_of_first_response","warning_sent","warned"]');
INSERT INTO history VALUES (17, 1, '2026-03-10T10:05:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:35:00+00:00","first_response_warning_due":"2026-03-10T10:25:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (17, 2, '2026-03-10T10:05:00.000000+00:00', 1, 'support', 'changed', NULL, NULL, 'New', 'New', 3, '{"values":{"owner":[null,"alice@example.com"]}}', '[]');
INSERT INTO history VALUES (17, 3, '2026-03-10T10:05:00.000000+00:00', 1, 'support', 'message', NULL, NULL, NULL, NULL, 3, '{"message":33,"visibility":"internal","late":false}', '[]');
INSERT INTO history VALUES (17, 4, '2026-03-10T10:05:00.000000+00:00', 1, 'support', 'action', 'send_first_response', 'send_first_response', 'New', 'Work in Progress', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:35:00+00:00","first_response_warning_due":"2026-03-10T10:25:00+00:00","outcome":"send_first_response"}}', '["send_first_response","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (17, 5, '2026-03-10T10:05:00.000000+00:00', 6, 'customer', 'message', NULL, 'reply_while_working', 'Work in Progress', 'Customer Replied', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:35:00+00:00","first_response_warning_due":"2026-03-10T10:25:00+00:00","outcome":null}}', '["reply_while_working","reply_at_work","to_replied","reply_kept","acknowledge_reply"]');
INSERT INTO history VALUES (18, 1, '2026-03-10T10:10:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:40:00+00:00","first_response_warning_due":"2026-03-10T10:30:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (18, 2, '2026-03-10T10:10:00.000000+00:00', 1, 'support', 'changed', NULL, NULL, 'New', 'New', 3, '{"values":{"owner":[null,"alice@example.com"]}}', '[]');
INSERT INTO history VALUES (18, 3, '2026-03-10T10:10:00.000000+00:00', 1, 'support', 'message', NULL, NULL, NULL, NULL, 3, '{"message":36,"visibility":"internal","late":false}', '[]');
INSERT INTO history VALUES (18, 4, '2026-03-10T10:10:00.000000+00:00', 1, 'support', 'action', 'send_first_response', 'send_first_response', 'New', 'Work in Progress', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:40:00+00:00","first_response_warning_due":"2026-03-10T10:30:00+00:00","outcome":"send_first_response"}}', '["send_first_response","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (18, 5, '2026-03-10T10:10:00.000000+00:00', 1, 'support', 'action', 'propose_solution', 'propose_solution', 'Work in Progress', 'Solution Proposed', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:40:00+00:00","first_response_warning_due":"2026-03-10T10:30:00+00:00","outcome":"propose_solution"}}', '["to_next_step","next_step","propose_solution","review_solution"]');
INSERT INTO history VALUES (19, 1, '2026-03-10T10:15:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:45:00+00:00","first_response_warning_due":"2026-03-10T10:35:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (19, 2, '2026-03-10T10:15:00.000000+00:00', 1, 'support', 'changed', NULL, NULL, 'New', 'New', 3, '{"values":{"owner":[null,"alice@example.com"]}}', '[]');
INSERT INTO history VALUES (19, 3, '2026-03-10T10:15:00.000000+00:00', 1, 'support', 'message', NULL, NULL, NULL, NULL, 3, '{"message":39,"visibility":"internal","late":false}', '[]');
INSERT INTO history VALUES (19, 4, '2026-03-10T10:15:00.000000+00:00', 1, 'support', 'action', 'send_first_response', 'send_first_response', 'New', 'Work in Progress', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:45:00+00:00","first_response_warning_due":"2026-03-10T10:35:00+00:00","outcome":"send_first_response"}}', '["send_first_response","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (19, 5, '2026-03-10T10:15:00.000000+00:00', 1, 'support', 'action', 'block', 'block', 'Work in Progress', 'Blocked', 3, '{"values":{"blocker_stands":true,"priority":"P1","first_response_due":"2026-03-10T10:45:00+00:00","first_response_warning_due":"2026-03-10T10:35:00+00:00","outcome":"block","kind":"Bug","reference":"B-7"}}', '["to_next_step","next_step","block","to_blocked","waits_for_blocker","clear_the_blocker"]');
INSERT INTO history VALUES (13, 5, '2026-03-10T10:15:00.000000+00:00', NULL, NULL, 'timer', NULL, 'first_response_missed', 'New', 'New', 3, '{"values":{"blocker_stands":false,"priority":"P1","first_response_due":"2026-03-10T10:15:00+00:00","first_response_warning_due":"2026-03-10T10:05:00+00:00","outcome":null},"notified":["tell_of_missed_first_response"]}', '["first_response_missed","missed","tell_of_missed_first_response","miss_told","told_missed"]');
INSERT INTO history VALUES (20, 1, '2026-03-10T10:20:00.000000+00:00', 7, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 3, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-10T12:20:00+00:00","first_response_warning_due":"2026-03-10T11:50:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (20, 2, '2026-03-10T10:20:00.000000+00:00', 2, 'support', 'changed', NULL, NULL, 'New', 'New', 3, '{"values":{"owner":[null,"amir@example.com"]}}', '[]');
INSERT INTO history VALUES (20, 3, '2026-03-10T10:20:00.000000+00:00', 1, 'support', 'action', 'send_first_response', 'send_first_response', 'New', 'Work in Progress', 3, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-10T12:20:00+00:00","first_response_warning_due":"2026-03-10T11:50:00+00:00","outcome":"send_first_response"}}', '["send_first_response","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (20, 4, '2026-03-10T10:20:00.000000+00:00', 1, 'support', 'action', 'propose_solution', 'propose_solution', 'Work in Progress', 'Solution Proposed', 3, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-10T12:20:00+00:00","first_response_warning_due":"2026-03-10T11:50:00+00:00","outcome":"propose_solution"}}', '["to_next_step","next_step","propose_solution","review_solution"]');
INSERT INTO history VALUES (20, 5, '2026-03-10T10:20:00.000000+00:00', 7, 'customer', 'action', 'reject_solution', 'reject_solution', 'Solution Proposed', 'Work in Progress', 3, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-10T12:20:00+00:00","first_response_warning_due":"2026-03-10T11:50:00+00:00","outcome":"reject_solution","proposal":"P22"},"notified":["tell_owner_of_rejection"]}', '["to_accepted_or_not","accepted_or_not","reject_solution","tell_owner_of_rejection","rejection_told","to_work","work_begins","investigate"]');
INSERT INTO history VALUES (20, 6, '2026-03-10T10:20:00.000000+00:00', 1, 'support', 'action', 'propose_solution', 'propose_solution', 'Work in Progress', 'Solution Proposed', 3, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-10T12:20:00+00:00","first_response_warning_due":"2026-03-10T11:50:00+00:00","outcome":"propose_solution"}}', '["to_next_step","next_step","propose_solution","review_solution"]');
INSERT INTO history VALUES (20, 7, '2026-03-10T10:20:00.000000+00:00', 7, 'customer', 'action', 'accept_solution', 'accept_solution', 'Solution Proposed', 'Closed', 3, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-10T12:20:00+00:00","first_response_warning_due":"2026-03-10T11:50:00+00:00","outcome":"accept_solution","proposal":"P38"}}', '["to_accepted_or_not","accepted_or_not","accept_solution","accepted","case_done","to_closed","to_the_end","closed"]');
INSERT INTO history VALUES (20, 8, '2026-03-10T10:20:00.000000+00:00', 7, 'customer', 'message', NULL, NULL, NULL, NULL, 3, '{"message":46,"visibility":"public","late":true}', '[]');
INSERT INTO history VALUES (21, 1, '2026-03-10T10:20:00.000000+00:00', 7, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 3, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-10T12:20:00+00:00","first_response_warning_due":"2026-03-10T11:50:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (22, 1, '2026-03-10T10:20:00.000000+00:00', 6, 'customer', 'submitted', NULL, 'case_submitted', NULL, 'New', 3, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-10T12:20:00+00:00","first_response_warning_due":"2026-03-10T11:50:00+00:00"},"notified":["confirm_receipt"]}', '["case_submitted","to_receipt","confirm_receipt","to_target","find_first_response_target","to_case","case_open","opened","to_first_response","first_response"]');
INSERT INTO history VALUES (22, 2, '2026-03-10T10:20:00.000000+00:00', 6, 'customer', 'action', 'customer_closes', 'customer_closes', 'New', 'Closed', 3, '{"values":{"blocker_stands":false,"priority":"P2","first_response_due":"2026-03-10T12:20:00+00:00","first_response_warning_due":"2026-03-10T11:50:00+00:00","outcome":null}}', '["customer_closes","case_resolved","to_closed","to_the_end","closed"]');
INSERT INTO incidents VALUES (1, NULL, '2026-03-10T10:05:00.000000+00:00', 'A job was given up', 'notify notify:1: The mail server does not answer.', NULL);
INSERT INTO incidents VALUES (2, NULL, '2026-03-10T10:15:00.000000+00:00', 'A job was given up', 'notify notify:5: The mail server does not answer.', NULL);
INSERT INTO incidents VALUES (3, NULL, '2026-03-10T10:20:00.000000+00:00', 'A job was given up', 'notify notify:4: The mail server does not answer.', NULL);
INSERT INTO incidents VALUES (4, NULL, '2026-03-10T10:20:00.000000+00:00', 'A job was given up', 'notify notify:3: The mail server does not answer.', NULL);
INSERT INTO incidents VALUES (5, NULL, '2026-03-10T10:20:00.000000+00:00', 'A job was given up', 'notify notify:2: The mail server does not answer.', NULL);
INSERT INTO incidents VALUES (6, NULL, '2026-03-10T10:20:00.000000+00:00', 'A job was given up', 'notify notify:6: The mail server does not answer.', NULL);
INSERT INTO incidents VALUES (7, NULL, '2026-03-10T10:20:00.000000+00:00', 'A job was given up', 'notify notify:8: The mail server does not answer.', NULL);
INSERT INTO incidents VALUES (8, 1, '2026-03-10T10:20:00.000000+00:00', 'Stood still', 'The case could not be woken.', NULL);
INSERT INTO incidents VALUES (9, NULL, '2026-03-10T10:20:00.000000+00:00', 'A job was given up', 'The mail server was gone for a day.', NULL);
INSERT INTO jobs VALUES (1, 'notify', 'notify:1', NULL, '{"notification":1}', '2026-03-10T10:05:00.000000+00:00', 10, 1, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (3, 'notify', 'notify:2', NULL, '{"notification":2}', '2026-03-10T10:20:00.000000+00:00', 10, 1, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (5, 'notify', 'notify:3', NULL, '{"notification":3}', '2026-03-10T10:20:00.000000+00:00', 10, 1, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (6, 'notify', 'notify:4', NULL, '{"notification":4}', '2026-03-10T10:20:00.000000+00:00', 10, 1, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (8, 'notify', 'notify:5', NULL, '{"notification":5}', '2026-03-10T10:15:00.000000+00:00', 10, 1, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (9, 'notify', 'notify:6', NULL, '{"notification":6}', '2026-03-10T10:20:00.000000+00:00', 10, 1, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (10, 'wake', 'wake:3', 3, '{}', '2026-03-11T09:15:00.000000+00:00', 0, 0, NULL, NULL, NULL, '');
INSERT INTO jobs VALUES (11, 'notify', 'notify:7', NULL, '{"notification":7}', '2026-03-10T10:25:59.908967+00:00', 9, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (13, 'notify', 'notify:8', NULL, '{"notification":8}', '2026-03-10T10:20:00.000000+00:00', 10, 1, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (14, 'notify', 'notify:9', NULL, '{"notification":9}', '2026-03-10T10:25:48.381305+00:00', 9, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (15, 'wake', 'wake:4', 4, '{}', '2026-03-11T09:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, '');
INSERT INTO jobs VALUES (16, 'notify', 'notify:10', NULL, '{"notification":10}', '2026-03-10T10:21:52.737423+00:00', 9, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (17, 'notify', 'notify:11', NULL, '{"notification":11}', '2026-03-10T10:22:38.939823+00:00', 9, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (18, 'notify', 'notify:12', NULL, '{"notification":12}', '2026-03-10T10:26:06.705409+00:00', 9, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (20, 'notify', 'notify:13', NULL, '{"notification":13}', '2026-03-10T10:29:51.735946+00:00', 9, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (21, 'notify', 'notify:14', NULL, '{"notification":14}', '2026-03-10T10:22:12.973016+00:00', 9, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (22, 'notify', 'notify:15', NULL, '{"notification":15}', '2026-03-10T10:27:53.629548+00:00', 9, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (24, 'notify', 'notify:16', NULL, '{"notification":16}', '2026-03-10T10:31:13.039089+00:00', 9, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (25, 'notify', 'notify:17', NULL, '{"notification":17}', '2026-03-10T10:27:32.310993+00:00', 9, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (26, 'wake', 'wake:6', 6, '{}', '2026-03-11T09:30:00.000000+00:00', 0, 0, NULL, NULL, NULL, '');
INSERT INTO jobs VALUES (27, 'notify', 'notify:18', NULL, '{"notification":18}', '2026-03-10T10:24:32.945677+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (29, 'notify', 'notify:19', NULL, '{"notification":19}', '2026-03-10T10:39:58.559510+00:00', 9, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (30, 'notify', 'notify:20', NULL, '{"notification":20}', '2026-03-10T10:24:07.839010+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (31, 'notify', 'notify:21', NULL, '{"notification":21}', '2026-03-10T10:23:57.429304+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (32, 'notify', 'notify:22', NULL, '{"notification":22}', '2026-03-10T10:21:22.037841+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (34, 'notify', 'notify:23', NULL, '{"notification":23}', '2026-03-10T10:23:52.823280+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (35, 'notify', 'notify:24', NULL, '{"notification":24}', '2026-03-10T10:22:08.311102+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (37, 'notify', 'notify:25', NULL, '{"notification":25}', '2026-03-10T10:21:38.469860+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (38, 'notify', 'notify:26', NULL, '{"notification":26}', '2026-03-10T10:22:12.684814+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (39, 'notify', 'notify:27', NULL, '{"notification":27}', '2026-03-10T10:20:30.365231+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (40, 'notify', 'notify:28', NULL, '{"notification":28}', '2026-03-10T10:21:43.994922+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (41, 'notify', 'notify:29', NULL, '{"notification":29}', '2026-03-10T10:22:56.321996+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (42, 'notify', 'notify:30', NULL, '{"notification":30}', '2026-03-10T10:23:25.100501+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (43, 'notify', 'notify:31', NULL, '{"notification":31}', '2026-03-10T10:24:13.829418+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (44, 'notify', 'notify:32', NULL, '{"notification":32}', '2026-03-10T10:23:33.242255+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (45, 'notify', 'notify:33', NULL, '{"notification":33}', '2026-03-10T10:25:30.037751+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (47, 'notify', 'notify:34', NULL, '{"notification":34}', '2026-03-10T10:27:04.158130+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (48, 'notify', 'notify:35', NULL, '{"notification":35}', '2026-03-10T10:23:59.270694+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (49, 'notify', 'notify:36', NULL, '{"notification":36}', '2026-03-10T10:28:06.680805+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (50, 'notify', 'notify:37', NULL, '{"notification":37}', '2026-03-10T10:26:20.436263+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (51, 'notify', 'notify:38', NULL, '{"notification":38}', '2026-03-10T10:24:35.908848+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (52, 'notify', 'notify:39', NULL, '{"notification":39}', '2026-03-10T10:26:46.581194+00:00', 8, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (53, 'notify', 'notify:40', NULL, '{"notification":40}', '2026-03-10T10:24:23.033365+00:00', 7, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (55, 'notify', 'notify:41', NULL, '{"notification":41}', '2026-03-10T10:21:41.848136+00:00', 6, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (57, 'notify', 'notify:42', NULL, '{"notification":42}', '2026-03-10T10:21:56.216888+00:00', 6, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (58, 'notify', 'notify:43', NULL, '{"notification":43}', '2026-03-10T10:21:09.375845+00:00', 5, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (60, 'notify', 'notify:44', NULL, '{"notification":44}', '2026-03-10T10:20:44.451512+00:00', 5, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (61, 'notify', 'notify:45', NULL, '{"notification":45}', '2026-03-10T10:20:48.761076+00:00', 5, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (62, 'wake', 'wake:15', 15, '{}', '2026-03-13T09:55:00.000000+00:00', 0, 0, NULL, NULL, NULL, '');
INSERT INTO jobs VALUES (63, 'notify', 'notify:46', NULL, '{"notification":46}', '2026-03-10T10:20:27.146606+00:00', 4, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (65, 'notify', 'notify:47', NULL, '{"notification":47}', '2026-03-10T10:20:39.019329+00:00', 4, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (66, 'notify', 'notify:48', NULL, '{"notification":48}', '2026-03-10T10:20:22.709406+00:00', 4, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (67, 'wake', 'wake:16', 16, '{}', '2026-03-13T10:00:00.000000+00:00', 0, 0, NULL, NULL, NULL, '');
INSERT INTO jobs VALUES (68, 'notify', 'notify:49', NULL, '{"notification":49}', '2026-03-10T10:20:38.288824+00:00', 4, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (69, 'notify', 'notify:50', NULL, '{"notification":50}', '2026-03-10T10:20:20.573891+00:00', 4, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (70, 'notify', 'notify:51', NULL, '{"notification":51,"quiet":true}', '2026-03-10T10:20:23.189624+00:00', 4, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (71, 'notify', 'notify:52', NULL, '{"notification":52,"quiet":true}', '2026-03-10T10:20:30.819249+00:00', 4, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (72, 'notify', 'notify:53', NULL, '{"notification":53}', '2026-03-10T10:20:16.659989+00:00', 3, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (74, 'notify', 'notify:54', NULL, '{"notification":54}', '2026-03-10T10:20:14.764055+00:00', 3, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (75, 'notify', 'notify:55', NULL, '{"notification":55}', '2026-03-10T10:20:14.715552+00:00', 3, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (76, 'notify', 'notify:56', NULL, '{"notification":56}', '2026-03-10T10:20:06.550314+00:00', 2, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (78, 'notify', 'notify:57', NULL, '{"notification":57}', '2026-03-10T10:20:09.719965+00:00', 2, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (79, 'notify', 'notify:58', NULL, '{"notification":58}', '2026-03-10T10:20:07.623780+00:00', 2, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (80, 'wake', 'wake:18', 18, '{}', '2026-03-13T10:10:00.000000+00:00', 0, 0, NULL, NULL, NULL, '');
INSERT INTO jobs VALUES (81, 'notify', 'notify:59', NULL, '{"notification":59,"quiet":true}', '2026-03-10T10:20:05.316849+00:00', 2, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (82, 'notify', 'notify:60', NULL, '{"notification":60,"quiet":true}', '2026-03-10T10:20:09.052696+00:00', 2, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (83, 'notify', 'notify:61', NULL, '{"notification":61}', '2026-03-10T10:20:02.587546+00:00', 1, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (85, 'notify', 'notify:62', NULL, '{"notification":62}', '2026-03-10T10:20:03.898180+00:00', 1, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (86, 'notify', 'notify:63', NULL, '{"notification":63}', '2026-03-10T10:20:03.520470+00:00', 1, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (87, 'notify', 'notify:64', NULL, '{"notification":64}', '2026-03-10T10:20:04.348036+00:00', 1, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (88, 'notify', 'notify:65', NULL, '{"notification":65,"quiet":true}', '2026-03-10T10:20:03.861992+00:00', 1, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (89, 'notify', 'notify:66', NULL, '{"notification":66,"quiet":true}', '2026-03-10T10:20:03.526747+00:00', 1, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (90, 'notify', 'notify:67', NULL, '{"notification":67,"quiet":true}', '2026-03-10T10:20:02.808082+00:00', 1, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (91, 'notify', 'notify:68', NULL, '{"notification":68,"quiet":true}', '2026-03-10T10:20:04.769579+00:00', 1, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (92, 'notify', 'notify:69', NULL, '{"notification":69,"quiet":true}', '2026-03-10T10:20:02.721207+00:00', 1, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (93, 'notify', 'notify:70', NULL, '{"notification":70,"quiet":true}', '2026-03-10T10:20:02.826336+00:00', 1, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (94, 'notify', 'notify:71', NULL, '{"notification":71,"quiet":true}', '2026-03-10T10:20:04.399290+00:00', 1, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (95, 'notify', 'notify:72', NULL, '{"notification":72,"quiet":true}', '2026-03-10T10:20:04.048043+00:00', 1, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (96, 'notify', 'notify:73', NULL, '{"notification":73,"quiet":true}', '2026-03-10T10:20:02.639128+00:00', 1, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (97, 'notify', 'notify:74', NULL, '{"notification":74,"quiet":true}', '2026-03-10T10:20:03.612744+00:00', 1, 0, NULL, NULL, 'The mail server does not answer.', 'notify');
INSERT INTO jobs VALUES (98, 'notify', 'notify:75', NULL, '{"notification":75}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (100, 'notify', 'notify:76', NULL, '{"notification":76}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (101, 'notify', 'notify:77', NULL, '{"notification":77}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (103, 'notify', 'notify:78', NULL, '{"notification":78}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (104, 'notify', 'notify:79', NULL, '{"notification":79}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (105, 'notify', 'notify:80', NULL, '{"notification":80}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (106, 'notify', 'notify:81', NULL, '{"notification":81}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (107, 'notify', 'notify:82', NULL, '{"notification":82}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (108, 'notify', 'notify:83', NULL, '{"notification":83}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (109, 'notify', 'notify:84', NULL, '{"notification":84}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (110, 'notify', 'notify:85', NULL, '{"notification":85}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (111, 'notify', 'notify:86', NULL, '{"notification":86}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (112, 'wake', 'wake:21', 21, '{}', '2026-03-10T11:50:00.000000+00:00', 0, 0, NULL, NULL, NULL, '');
INSERT INTO jobs VALUES (113, 'notify', 'notify:87', NULL, '{"notification":87}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (114, 'notify', 'notify:88', NULL, '{"notification":88,"quiet":true}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (115, 'notify', 'notify:89', NULL, '{"notification":89,"quiet":true}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (116, 'notify', 'notify:90', NULL, '{"notification":90,"quiet":true}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO jobs VALUES (117, 'notify', 'notify:91', NULL, '{"notification":91,"quiet":true}', '2026-03-10T10:20:00.000000+00:00', 0, 0, NULL, NULL, NULL, 'notify');
INSERT INTO messages VALUES (1, 1, '2026-03-02T09:05:00.000000+00:00', 1, 'support', 'internal', 'Seen this before?', 0, 0);
INSERT INTO messages VALUES (2, 2, '2026-03-02T09:10:00.000000+00:00', 1, 'support', 'internal', 'Seen this before?', 0, 0);
INSERT INTO messages VALUES (3, 2, '2026-03-02T09:10:00.000000+00:00', 1, 'support', 'public', 'Thank you.', 0, 0);
INSERT INTO messages VALUES (4, 3, '2026-03-02T09:15:00.000000+00:00', 1, 'support', 'internal', 'Seen this before?', 0, 0);
INSERT INTO messages VALUES (5, 3, '2026-03-02T09:15:00.000000+00:00', 1, 'support', 'public', 'Thank you.', 0, 0);
INSERT INTO messages VALUES (6, 3, '2026-03-02T09:15:00.000000+00:00', 1, 'support', 'public', 'Which one?', 0, 0);
INSERT INTO messages VALUES (7, 4, '2026-03-02T09:20:00.000000+00:00', 1, 'support', 'internal', 'Seen this before?', 0, 0);
INSERT INTO messages VALUES (8, 4, '2026-03-02T09:20:00.000000+00:00', 1, 'support', 'public', 'Thank you.', 0, 0);
INSERT INTO messages VALUES (9, 4, '2026-03-02T09:20:00.000000+00:00', 1, 'support', 'public', 'We found nothing.', 0, 0);
INSERT INTO messages VALUES (10, 5, '2026-03-02T09:25:00.000000+00:00', 1, 'support', 'internal', 'Seen this before?', 0, 0);
INSERT INTO messages VALUES (11, 5, '2026-03-02T09:25:00.000000+00:00', 1, 'support', 'public', 'Thank you.', 0, 0);
INSERT INTO messages VALUES (12, 5, '2026-03-02T09:25:00.000000+00:00', 6, 'customer', 'public', 'More about it', 0, 0);
INSERT INTO messages VALUES (13, 6, '2026-03-02T09:30:00.000000+00:00', 1, 'support', 'internal', 'Seen this before?', 0, 0);
INSERT INTO messages VALUES (14, 6, '2026-03-02T09:30:00.000000+00:00', 1, 'support', 'public', 'Thank you.', 0, 0);
INSERT INTO messages VALUES (15, 6, '2026-03-02T09:30:00.000000+00:00', 1, 'support', 'public', 'Do this.', 0, 0);
INSERT INTO messages VALUES (16, 7, '2026-03-02T09:35:00.000000+00:00', 1, 'support', 'internal', 'Seen this before?', 0, 0);
INSERT INTO messages VALUES (17, 7, '2026-03-02T09:35:00.000000+00:00', 1, 'support', 'public', 'Thank you.', 0, 0);
INSERT INTO messages VALUES (18, 7, '2026-03-02T09:35:00.000000+00:00', 1, 'support', 'internal', 'Upstream.', 0, 0);
INSERT INTO messages VALUES (19, 8, '2026-03-02T09:40:00.000000+00:00', 1, 'support', 'public', 'Thank you.', 0, 0);
INSERT INTO messages VALUES (20, 8, '2026-03-02T09:40:00.000000+00:00', 1, 'support', 'public', 'Do this.', 0, 0);
INSERT INTO messages VALUES (21, 8, '2026-03-02T09:40:00.000000+00:00', 7, 'customer', 'public', 'It came back.', 0, 0);
INSERT INTO messages VALUES (22, 8, '2026-03-02T09:40:00.000000+00:00', 1, 'support', 'public', 'Do that.', 0, 0);
INSERT INTO messages VALUES (23, 8, '2026-03-02T09:40:00.000000+00:00', 7, 'customer', 'public', 'One thing more', 0, 1);
INSERT INTO messages VALUES (24, 13, '2026-03-10T09:45:00.000000+00:00', 1, 'support', 'internal', 'Seen this before?', 0, 0);
INSERT INTO messages VALUES (25, 14, '2026-03-10T09:50:00.000000+00:00', 1, 'support', 'internal', 'Seen this before?', 0, 0);
INSERT INTO messages VALUES (26, 14, '2026-03-10T09:50:00.000000+00:00', 1, 'support', 'public', 'Thank you.', 0, 0);
INSERT INTO messages VALUES (27, 15, '2026-03-10T09:55:00.000000+00:00', 1, 'support', 'internal', 'Seen this before?', 0, 0);
INSERT INTO messages VALUES (28, 15, '2026-03-10T09:55:00.000000+00:00', 1, 'support', 'public', 'Thank you.', 0, 0);
INSERT INTO messages VALUES (29, 15, '2026-03-10T09:55:00.000000+00:00', 1, 'support', 'public', 'Which one?', 0, 0);
INSERT INTO messages VALUES (30, 16, '2026-03-10T10:00:00.000000+00:00', 1, 'support', 'internal', 'Seen this before?', 0, 0);
INSERT INTO messages VALUES (31, 16, '2026-03-10T10:00:00.000000+00:00', 1, 'support', 'public', 'Thank you.', 0, 0);
INSERT INTO messages VALUES (32, 16, '2026-03-10T10:00:00.000000+00:00', 1, 'support', 'public', 'We found nothing.', 0, 0);
INSERT INTO messages VALUES (33, 17, '2026-03-10T10:05:00.000000+00:00', 1, 'support', 'internal', 'Seen this before?', 0, 0);
INSERT INTO messages VALUES (34, 17, '2026-03-10T10:05:00.000000+00:00', 1, 'support', 'public', 'Thank you.', 0, 0);
INSERT INTO messages VALUES (35, 17, '2026-03-10T10:05:00.000000+00:00', 6, 'customer', 'public', 'More about it', 0, 0);
INSERT INTO messages VALUES (36, 18, '2026-03-10T10:10:00.000000+00:00', 1, 'support', 'internal', 'Seen this before?', 0, 0);
INSERT INTO messages VALUES (37, 18, '2026-03-10T10:10:00.000000+00:00', 1, 'support', 'public', 'Thank you.', 0, 0);
INSERT INTO messages VALUES (38, 18, '2026-03-10T10:10:00.000000+00:00', 1, 'support', 'public', 'Do this.', 0, 0);
INSERT INTO messages VALUES (39, 19, '2026-03-10T10:15:00.000000+00:00', 1, 'support', 'internal', 'Seen this before?', 0, 0);
INSERT INTO messages VALUES (40, 19, '2026-03-10T10:15:00.000000+00:00', 1, 'support', 'public', 'Thank you.', 0, 0);
INSERT INTO messages VALUES (41, 19, '2026-03-10T10:15:00.000000+00:00', 1, 'support', 'internal', 'Upstream.', 0, 0);
INSERT INTO messages VALUES (42, 20, '2026-03-10T10:20:00.000000+00:00', 1, 'support', 'public', 'Thank you.', 0, 0);
INSERT INTO messages VALUES (43, 20, '2026-03-10T10:20:00.000000+00:00', 1, 'support', 'public', 'Do this.', 0, 0);
INSERT INTO messages VALUES (44, 20, '2026-03-10T10:20:00.000000+00:00', 7, 'customer', 'public', 'It came back.', 0, 0);
INSERT INTO messages VALUES (45, 20, '2026-03-10T10:20:00.000000+00:00', 1, 'support', 'public', 'Do that.', 0, 0);
INSERT INTO messages VALUES (46, 20, '2026-03-10T10:20:00.000000+00:00', 7, 'customer', 'public', 'One thing more', 0, 1);
INSERT INTO milestones VALUES (1, 'first_response', 'missed', '2026-03-02T09:05:00.000000+00:00', '2026-03-02T09:35:00.000000+00:00', NULL, 'always', NULL);
INSERT INTO milestones VALUES (2, 'first_response', 'met', '2026-03-02T09:10:00.000000+00:00', '2026-03-02T09:40:00.000000+00:00', '2026-03-02T09:10:00.000000+00:00', 'always', NULL);
INSERT INTO milestones VALUES (3, 'first_response', 'met', '2026-03-02T09:15:00.000000+00:00', '2026-03-02T09:45:00.000000+00:00', '2026-03-02T09:15:00.000000+00:00', 'always', NULL);
INSERT INTO milestones VALUES (4, 'first_response', 'met', '2026-03-02T09:20:00.000000+00:00', '2026-03-02T09:50:00.000000+00:00', '2026-03-02T09:20:00.000000+00:00', 'always', NULL);
INSERT INTO milestones VALUES (5, 'first_response', 'met', '2026-03-02T09:25:00.000000+00:00', '2026-03-02T09:55:00.000000+00:00', '2026-03-02T09:25:00.000000+00:00', 'always', NULL);
INSERT INTO milestones VALUES (6, 'first_response', 'met', '2026-03-02T09:30:00.000000+00:00', '2026-03-02T10:00:00.000000+00:00', '2026-03-02T09:30:00.000000+00:00', 'always', NULL);
INSERT INTO milestones VALUES (7, 'first_response', 'met', '2026-03-02T09:35:00.000000+00:00', '2026-03-02T10:05:00.000000+00:00', '2026-03-02T09:35:00.000000+00:00', 'always', NULL);
INSERT INTO milestones VALUES (8, 'first_response', 'met', '2026-03-02T09:40:00.000000+00:00', '2026-03-02T11:40:00.000000+00:00', '2026-03-02T09:40:00.000000+00:00', 'office', NULL);
INSERT INTO milestones VALUES (9, 'first_response', 'missed', '2026-03-02T09:40:00.000000+00:00', '2026-03-02T11:40:00.000000+00:00', NULL, 'office', NULL);
INSERT INTO milestones VALUES (10, 'first_response', 'not_reached', '2026-03-02T09:40:00.000000+00:00', '2026-03-02T11:40:00.000000+00:00', NULL, 'office', '2026-03-02T09:40:00.000000+00:00');
INSERT INTO milestones VALUES (13, 'first_response', 'missed', '2026-03-10T09:45:00.000000+00:00', '2026-03-10T10:15:00.000000+00:00', NULL, 'always', NULL);
INSERT INTO milestones VALUES (14, 'first_response', 'met', '2026-03-10T09:50:00.000000+00:00', '2026-03-10T10:20:00.000000+00:00', '2026-03-10T09:50:00.000000+00:00', 'always', NULL);
INSERT INTO milestones VALUES (15, 'first_response', 'met', '2026-03-10T09:55:00.000000+00:00', '2026-03-10T10:25:00.000000+00:00', '2026-03-10T09:55:00.000000+00:00', 'always', NULL);
INSERT INTO milestones VALUES (16, 'first_response', 'met', '2026-03-10T10:00:00.000000+00:00', '2026-03-10T10:30:00.000000+00:00', '2026-03-10T10:00:00.000000+00:00', 'always', NULL);
INSERT INTO milestones VALUES (17, 'first_response', 'met', '2026-03-10T10:05:00.000000+00:00', '2026-03-10T10:35:00.000000+00:00', '2026-03-10T10:05:00.000000+00:00', 'always', NULL);
INSERT INTO milestones VALUES (18, 'first_response', 'met', '2026-03-10T10:10:00.000000+00:00', '2026-03-10T10:40:00.000000+00:00', '2026-03-10T10:10:00.000000+00:00', 'always', NULL);
INSERT INTO milestones VALUES (19, 'first_response', 'met', '2026-03-10T10:15:00.000000+00:00', '2026-03-10T10:45:00.000000+00:00', '2026-03-10T10:15:00.000000+00:00', 'always', NULL);
INSERT INTO milestones VALUES (20, 'first_response', 'met', '2026-03-10T10:20:00.000000+00:00', '2026-03-10T12:20:00.000000+00:00', '2026-03-10T10:20:00.000000+00:00', 'office', NULL);
INSERT INTO milestones VALUES (21, 'first_response', 'running', '2026-03-10T10:20:00.000000+00:00', '2026-03-10T12:20:00.000000+00:00', NULL, 'office', NULL);
INSERT INTO milestones VALUES (22, 'first_response', 'not_reached', '2026-03-10T10:20:00.000000+00:00', '2026-03-10T12:20:00.000000+00:00', NULL, 'office', '2026-03-10T10:20:00.000000+00:00');
INSERT INTO notifications VALUES (1, 1, 6, 'confirm_receipt', '[C-1001] Waits: New', 'We have received your request “Waits: New” as case C-1001. A person will answer it.', '2026-03-02T09:05:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (2, 2, 6, 'confirm_receipt', '[C-1002] Waits: Work in Progress', 'We have received your request “Waits: Work in Progress” as case C-1002. A person will answer it.', '2026-03-02T09:10:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (3, 2, 6, '', '[C-1002] Waits: Work in Progress', 'Alice wrote:

Thank you.', '2026-03-02T09:10:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (4, 3, 6, 'confirm_receipt', '[C-1003] Waits: Pending Customer', 'We have received your request “Waits: Pending Customer” as case C-1003. A person will answer it.', '2026-03-02T09:15:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (5, 3, 6, '', '[C-1003] Waits: Pending Customer', 'Alice wrote:

Thank you.', '2026-03-02T09:15:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (6, 3, 6, '', '[C-1003] Waits: Pending Customer', 'Alice wrote:

Which one?', '2026-03-02T09:15:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (7, 4, 6, 'confirm_receipt', '[C-1004] Waits: Agree to close', 'We have received your request “Waits: Agree to close” as case C-1004. A person will answer it.', '2026-03-02T09:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (8, 4, 6, '', '[C-1004] Waits: Agree to close', 'Alice wrote:

Thank you.', '2026-03-02T09:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (9, 4, 6, '', '[C-1004] Waits: Agree to close', 'Alice wrote:

We found nothing.', '2026-03-02T09:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (10, 1, 1, 'warn_of_first_response', '[C-1001] Waits: New: The first response is due soon: owner and lead were told', 'The first response to case C-1001 “Waits: New” is due soon.', '2026-03-02T09:25:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (11, 1, 3, 'warn_of_first_response', '[C-1001] Waits: New: The first response is due soon: owner and lead were told', 'The first response to case C-1001 “Waits: New” is due soon.', '2026-03-02T09:25:00.000000+00:00', '2026-03-10T10:20:00.000000+00:00', NULL);
INSERT INTO notifications VALUES (12, 5, 6, 'confirm_receipt', '[C-1005] Waits: Customer Replied', 'We have received your request “Waits: Customer Replied” as case C-1005. A person will answer it.', '2026-03-02T09:25:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (13, 5, 6, '', '[C-1005] Waits: Customer Replied', 'Alice wrote:

Thank you.', '2026-03-02T09:25:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (14, 5, 1, '', '[C-1005] Waits: Customer Replied: Bob wrote', 'More about it', '2026-03-02T09:25:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (15, 6, 6, 'confirm_receipt', '[C-1006] Waits: Solution Proposed', 'We have received your request “Waits: Solution Proposed” as case C-1006. A person will answer it.', '2026-03-02T09:30:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (16, 6, 6, '', '[C-1006] Waits: Solution Proposed', 'Alice wrote:

Thank you.', '2026-03-02T09:30:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (17, 6, 6, '', '[C-1006] Waits: Solution Proposed', 'Alice wrote:

Do this.', '2026-03-02T09:30:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (18, 7, 6, 'confirm_receipt', '[C-1007] Waits: Blocked', 'We have received your request “Waits: Blocked” as case C-1007. A person will answer it.', '2026-03-02T09:35:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (19, 7, 6, '', '[C-1007] Waits: Blocked', 'Alice wrote:

Thank you.', '2026-03-02T09:35:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (20, 1, 1, 'tell_of_missed_first_response', '[C-1001] Waits: New: The first response was missed: owner and lead were told', 'The first response to case C-1001 “Waits: New” is late.', '2026-03-02T09:35:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (21, 1, 3, 'tell_of_missed_first_response', '[C-1001] Waits: New: The first response was missed: owner and lead were told', 'The first response to case C-1001 “Waits: New” is late.', '2026-03-02T09:35:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (22, 8, 7, 'confirm_receipt', '[C-1008] Solved', 'We have received your request “Solved” as case C-1008. A person will answer it.', '2026-03-02T09:40:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (23, 8, 7, '', '[C-1008] Solved', 'Alice wrote:

Thank you.', '2026-03-02T09:40:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (24, 8, 7, '', '[C-1008] Solved', 'Alice wrote:

Do this.', '2026-03-02T09:40:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (25, 8, 2, '', '[C-1008] Solved: Eve wrote', 'It came back.', '2026-03-02T09:40:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (26, 8, 3, '', '[C-1008] Solved: Eve wrote', 'It came back.', '2026-03-02T09:40:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (27, 8, 2, 'tell_owner_of_rejection', '[C-1008] Solved: Eve rejected the solution', 'The customer rejected the solution in case C-1008 “Solved”.', '2026-03-02T09:40:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (28, 8, 3, 'tell_owner_of_rejection', '[C-1008] Solved: Eve rejected the solution', 'The customer rejected the solution in case C-1008 “Solved”.', '2026-03-02T09:40:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (29, 8, 7, '', '[C-1008] Solved', 'Alice wrote:

Do that.', '2026-03-02T09:40:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (30, 8, 2, '', '[C-1008] Solved: Eve wrote', 'One thing more', '2026-03-02T09:40:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (31, 8, 3, '', '[C-1008] Solved: Eve wrote', 'One thing more', '2026-03-02T09:40:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (32, 8, 7, '', '[C-1008] Solved', 'Case C-1008 “Solved” is closed, and a closed case cannot be reopened. Your message is kept with it. If the matter has come back, open a repeat case: it starts anew and is linked to C-1008.', '2026-03-02T09:40:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (33, 9, 7, 'confirm_receipt', '[C-1009] Solved', 'We have received your request “Solved” as case C-1009. A person will answer it.', '2026-03-02T09:40:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (34, 10, 6, 'confirm_receipt', '[C-1010] Resolved by the customer', 'We have received your request “Resolved by the customer” as case C-1010. A person will answer it.', '2026-03-02T09:40:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (35, 9, 3, 'warn_of_first_response', '[C-1009] Solved: The first response is due soon: owner and lead were told', 'The first response to case C-1009 “Solved” is due soon.', '2026-03-02T11:10:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (36, 9, 3, 'tell_of_missed_first_response', '[C-1009] Solved: The first response was missed: owner and lead were told', 'The first response to case C-1009 “Solved” is late.', '2026-03-02T11:40:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (37, 3, 6, 'remind_customer', '[C-1003] Waits: Pending Customer', 'We are still waiting for your answer to case C-1003 “Waits: Pending Customer”.', '2026-03-05T09:15:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (38, 4, 6, 'remind_customer', '[C-1004] Waits: Agree to close', 'We are still waiting for your answer to case C-1004 “Waits: Agree to close”.', '2026-03-05T09:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (39, 6, 6, 'remind_of_proposal', '[C-1006] Waits: Solution Proposed', 'Please tell us whether our proposal solves case C-1006 “Waits: Solution Proposed”.', '2026-03-05T09:30:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (40, 13, 6, 'confirm_receipt', '[C-1013] Waits: New', 'We have received your request “Waits: New” as case C-1013. A person will answer it.', '2026-03-10T09:45:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (41, 14, 6, 'confirm_receipt', '[C-1014] Waits: Work in Progress', 'We have received your request “Waits: Work in Progress” as case C-1014. A person will answer it.', '2026-03-10T09:50:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (42, 14, 6, '', '[C-1014] Waits: Work in Progress', 'Alice wrote:

Thank you.', '2026-03-10T09:50:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (43, 15, 6, 'confirm_receipt', '[C-1015] Waits: Pending Customer', 'We have received your request “Waits: Pending Customer” as case C-1015. A person will answer it.', '2026-03-10T09:55:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (44, 15, 6, '', '[C-1015] Waits: Pending Customer', 'Alice wrote:

Thank you.', '2026-03-10T09:55:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (45, 15, 6, '', '[C-1015] Waits: Pending Customer', 'Alice wrote:

Which one?', '2026-03-10T09:55:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (46, 16, 6, 'confirm_receipt', '[C-1016] Waits: Agree to close', 'We have received your request “Waits: Agree to close” as case C-1016. A person will answer it.', '2026-03-10T10:00:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (47, 16, 6, '', '[C-1016] Waits: Agree to close', 'Alice wrote:

Thank you.', '2026-03-10T10:00:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (48, 16, 6, '', '[C-1016] Waits: Agree to close', 'Alice wrote:

We found nothing.', '2026-03-10T10:00:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (49, 13, 1, 'warn_of_first_response', '[C-1013] Waits: New: The first response is due soon: owner and lead were told', 'The first response to case C-1013 “Waits: New” is due soon.', '2026-03-10T10:05:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (50, 13, 3, 'warn_of_first_response', '[C-1013] Waits: New: The first response is due soon: owner and lead were told', 'The first response to case C-1013 “Waits: New” is due soon.', '2026-03-10T10:05:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (51, NULL, 3, '', 'Incident with the system: A job was given up', 'notify notify:1: The mail server does not answer.', '2026-03-10T10:05:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (52, NULL, 8, '', 'Incident with the system: A job was given up', 'notify notify:1: The mail server does not answer.', '2026-03-10T10:05:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (53, 17, 6, 'confirm_receipt', '[C-1017] Waits: Customer Replied', 'We have received your request “Waits: Customer Replied” as case C-1017. A person will answer it.', '2026-03-10T10:05:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (54, 17, 6, '', '[C-1017] Waits: Customer Replied', 'Alice wrote:

Thank you.', '2026-03-10T10:05:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (55, 17, 1, '', '[C-1017] Waits: Customer Replied: Bob wrote', 'More about it', '2026-03-10T10:05:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (56, 18, 6, 'confirm_receipt', '[C-1018] Waits: Solution Proposed', 'We have received your request “Waits: Solution Proposed” as case C-1018. A person will answer it.', '2026-03-10T10:10:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (57, 18, 6, '', '[C-1018] Waits: Solution Proposed', 'Alice wrote:

Thank you.', '2026-03-10T10:10:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (58, 18, 6, '', '[C-1018] Waits: Solution Proposed', 'Alice wrote:

Do this.', '2026-03-10T10:10:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (59, NULL, 3, '', 'Incident with the system: A job was given up', 'notify notify:5: The mail server does not answer.', '2026-03-10T10:15:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (60, NULL, 8, '', 'Incident with the system: A job was given up', 'notify notify:5: The mail server does not answer.', '2026-03-10T10:15:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (61, 19, 6, 'confirm_receipt', '[C-1019] Waits: Blocked', 'We have received your request “Waits: Blocked” as case C-1019. A person will answer it.', '2026-03-10T10:15:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (62, 19, 6, '', '[C-1019] Waits: Blocked', 'Alice wrote:

Thank you.', '2026-03-10T10:15:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (63, 13, 1, 'tell_of_missed_first_response', '[C-1013] Waits: New: The first response was missed: owner and lead were told', 'The first response to case C-1013 “Waits: New” is late.', '2026-03-10T10:15:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (64, 13, 3, 'tell_of_missed_first_response', '[C-1013] Waits: New: The first response was missed: owner and lead were told', 'The first response to case C-1013 “Waits: New” is late.', '2026-03-10T10:15:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (65, NULL, 3, '', 'Incident with the system: A job was given up', 'notify notify:4: The mail server does not answer.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (66, NULL, 8, '', 'Incident with the system: A job was given up', 'notify notify:4: The mail server does not answer.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (67, NULL, 3, '', 'Incident with the system: A job was given up', 'notify notify:3: The mail server does not answer.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (68, NULL, 8, '', 'Incident with the system: A job was given up', 'notify notify:3: The mail server does not answer.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (69, NULL, 3, '', 'Incident with the system: A job was given up', 'notify notify:2: The mail server does not answer.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (70, NULL, 8, '', 'Incident with the system: A job was given up', 'notify notify:2: The mail server does not answer.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (71, NULL, 3, '', 'Incident with the system: A job was given up', 'notify notify:6: The mail server does not answer.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (72, NULL, 8, '', 'Incident with the system: A job was given up', 'notify notify:6: The mail server does not answer.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (73, NULL, 3, '', 'Incident with the system: A job was given up', 'notify notify:8: The mail server does not answer.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (74, NULL, 8, '', 'Incident with the system: A job was given up', 'notify notify:8: The mail server does not answer.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (75, 20, 7, 'confirm_receipt', '[C-1020] Solved', 'We have received your request “Solved” as case C-1020. A person will answer it.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (76, 20, 7, '', '[C-1020] Solved', 'Alice wrote:

Thank you.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (77, 20, 7, '', '[C-1020] Solved', 'Alice wrote:

Do this.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (78, 20, 2, '', '[C-1020] Solved: Eve wrote', 'It came back.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (79, 20, 3, '', '[C-1020] Solved: Eve wrote', 'It came back.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (80, 20, 2, 'tell_owner_of_rejection', '[C-1020] Solved: Eve rejected the solution', 'The customer rejected the solution in case C-1020 “Solved”.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (81, 20, 3, 'tell_owner_of_rejection', '[C-1020] Solved: Eve rejected the solution', 'The customer rejected the solution in case C-1020 “Solved”.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (82, 20, 7, '', '[C-1020] Solved', 'Alice wrote:

Do that.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (83, 20, 2, '', '[C-1020] Solved: Eve wrote', 'One thing more', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (84, 20, 3, '', '[C-1020] Solved: Eve wrote', 'One thing more', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (85, 20, 7, '', '[C-1020] Solved', 'Case C-1020 “Solved” is closed, and a closed case cannot be reopened. Your message is kept with it. If the matter has come back, open a repeat case: it starts anew and is linked to C-1020.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (86, 21, 7, 'confirm_receipt', '[C-1021] Solved', 'We have received your request “Solved” as case C-1021. A person will answer it.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (87, 22, 6, 'confirm_receipt', '[C-1022] Resolved by the customer', 'We have received your request “Resolved by the customer” as case C-1022. A person will answer it.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (88, NULL, 3, '', 'Incident with case C-1001: Stood still', 'The case could not be woken.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (89, NULL, 8, '', 'Incident with case C-1001: Stood still', 'The case could not be woken.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (90, NULL, 3, '', 'Incident with the system: A job was given up', 'The mail server was gone for a day.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO notifications VALUES (91, NULL, 8, '', 'Incident with the system: A job was given up', 'The mail server was gone for a day.', '2026-03-10T10:20:00.000000+00:00', NULL, NULL);
INSERT INTO tasks VALUES (1, 11, 'first_response', 1, '2026-03-02T09:05:00.000000+00:00');
INSERT INTO tasks VALUES (3, 22, 'wait_for_customer', 1, '2026-03-02T09:15:00.000000+00:00');
INSERT INTO tasks VALUES (4, 22, 'agree_to_close', 1, '2026-03-02T09:20:00.000000+00:00');
INSERT INTO tasks VALUES (5, 22, 'acknowledge_reply', 1, '2026-03-02T09:25:00.000000+00:00');
INSERT INTO tasks VALUES (6, 22, 'review_solution', 1, '2026-03-02T09:30:00.000000+00:00');
INSERT INTO tasks VALUES (7, 23, 'clear_the_blocker', 1, '2026-03-02T09:35:00.000000+00:00');
INSERT INTO tasks VALUES (9, 11, 'first_response', 1, '2026-03-02T09:40:00.000000+00:00');
INSERT INTO tasks VALUES (11, 3, 'look', 2, '2026-03-02T09:40:00.000000+00:00');
INSERT INTO tasks VALUES (12, 5, 'wash', 2, '2026-03-02T09:40:00.000000+00:00');
INSERT INTO tasks VALUES (2, 17, 'investigate', 3, '2026-03-02T09:10:00.000000+00:00');
INSERT INTO tasks VALUES (13, 11, 'first_response', 3, '2026-03-10T09:45:00.000000+00:00');
INSERT INTO tasks VALUES (14, 17, 'investigate', 3, '2026-03-10T09:50:00.000000+00:00');
INSERT INTO tasks VALUES (15, 22, 'wait_for_customer', 3, '2026-03-10T09:55:00.000000+00:00');
INSERT INTO tasks VALUES (16, 22, 'agree_to_close', 3, '2026-03-10T10:00:00.000000+00:00');
INSERT INTO tasks VALUES (17, 22, 'acknowledge_reply', 3, '2026-03-10T10:05:00.000000+00:00');
INSERT INTO tasks VALUES (18, 22, 'review_solution', 3, '2026-03-10T10:10:00.000000+00:00');
INSERT INTO tasks VALUES (19, 23, 'clear_the_blocker', 3, '2026-03-10T10:15:00.000000+00:00');
INSERT INTO tasks VALUES (21, 11, 'first_response', 3, '2026-03-10T10:20:00.000000+00:00');
INSERT INTO tallies VALUES (1, 'open', '', 3);
INSERT INTO tallies VALUES (2, 'open', '1', 14);
INSERT INTO tallies VALUES (3, 'status', 'Being washed', 1);
INSERT INTO tallies VALUES (4, 'status', 'Blocked', 1);
INSERT INTO tallies VALUES (5, 'status', 'Closed', 2);
INSERT INTO tallies VALUES (6, 'status', 'Customer Replied', 2);
INSERT INTO tallies VALUES (7, 'status', 'Fresh', 1);
INSERT INTO tallies VALUES (8, 'status', 'New', 3);
INSERT INTO tallies VALUES (9, 'status', 'Pending Customer', 4);
INSERT INTO tallies VALUES (10, 'status', 'Solution Proposed', 2);
INSERT INTO tallies VALUES (11, 'status', 'Work in Progress', 3);
INSERT INTO tallies VALUES (12, 'task 1', 'acknowledge_reply', 1);
INSERT INTO tallies VALUES (13, 'task 1', 'agree_to_close', 1);
INSERT INTO tallies VALUES (14, 'task 1', 'clear_the_blocker', 1);
INSERT INTO tallies VALUES (15, 'task 1', 'first_response', 2);
INSERT INTO tallies VALUES (16, 'task 1', 'review_solution', 1);
INSERT INTO tallies VALUES (17, 'task 1', 'wait_for_customer', 1);
INSERT INTO tallies VALUES (18, 'task 2', 'look', 1);
INSERT INTO tallies VALUES (19, 'task 2', 'wash', 1);
INSERT INTO tallies VALUES (20, 'task 3', 'acknowledge_reply', 1);
INSERT INTO tallies VALUES (21, 'task 3', 'agree_to_close', 1);
INSERT INTO tallies VALUES (22, 'task 3', 'first_response', 1);
INSERT INTO tallies VALUES (23, 'task 3', 'investigate', 3);
INSERT INTO tallies VALUES (24, 'task 3', 'review_solution', 1);
INSERT INTO tallies VALUES (25, 'task 3', 'wait_for_customer', 1);
INSERT INTO tallies VALUES (26, 'version', '1', 7);
INSERT INTO tallies VALUES (27, 'version', '2', 2);
INSERT INTO tallies VALUES (28, 'version', '3', 8);
INSERT INTO tallies VALUES (29, 'waiting', '', 3);
INSERT INTO tallies VALUES (30, 'status', 'Blocked', 1);
INSERT INTO tallies VALUES (31, 'status', 'Work in Progress', -1);
INSERT INTO tallies VALUES (32, 'task 3', 'clear_the_blocker', 1);
INSERT INTO tallies VALUES (33, 'task 3', 'investigate', -1);
INSERT INTO tallies VALUES (34, 'open', '', 1);
INSERT INTO tallies VALUES (35, 'status', 'New', 1);
INSERT INTO tallies VALUES (36, 'task 3', 'first_response', 1);
INSERT INTO tallies VALUES (37, 'version', '3', 1);
INSERT INTO tallies VALUES (38, 'waiting', '', 1);
INSERT INTO tallies VALUES (39, 'open', '', -1);
INSERT INTO tallies VALUES (40, 'open', '2', 1);
INSERT INTO tallies VALUES (41, 'status', 'New', -1);
INSERT INTO tallies VALUES (42, 'status', 'Work in Progress', 1);
INSERT INTO tallies VALUES (43, 'task 3', 'first_response', -1);
INSERT INTO tallies VALUES (44, 'task 3', 'investigate', 1);
INSERT INTO tallies VALUES (45, 'waiting', '', -1);
INSERT INTO tallies VALUES (46, 'status', 'Solution Proposed', 1);
INSERT INTO tallies VALUES (47, 'status', 'Work in Progress', -1);
INSERT INTO tallies VALUES (48, 'task 3', 'investigate', -1);
INSERT INTO tallies VALUES (49, 'task 3', 'review_solution', 1);
INSERT INTO tallies VALUES (50, 'status', 'Solution Proposed', -1);
INSERT INTO tallies VALUES (51, 'status', 'Work in Progress', 1);
INSERT INTO tallies VALUES (52, 'task 3', 'investigate', 1);
INSERT INTO tallies VALUES (53, 'task 3', 'review_solution', -1);
INSERT INTO tallies VALUES (54, 'status', 'Solution Proposed', 1);
INSERT INTO tallies VALUES (55, 'status', 'Work in Progress', -1);
INSERT INTO tallies VALUES (56, 'task 3', 'investigate', -1);
INSERT INTO tallies VALUES (57, 'task 3', 'review_solution', 1);
INSERT INTO tallies VALUES (58, 'open', '2', -1);
INSERT INTO tallies VALUES (59, 'status', 'Closed', 1);
INSERT INTO tallies VALUES (60, 'status', 'Solution Proposed', -1);
INSERT INTO tallies VALUES (61, 'task 3', 'review_solution', -1);
INSERT INTO tallies VALUES (62, 'version', '3', -1);
INSERT INTO tallies VALUES (63, 'open', '', 1);
INSERT INTO tallies VALUES (64, 'status', 'New', 1);
INSERT INTO tallies VALUES (65, 'task 3', 'first_response', 1);
INSERT INTO tallies VALUES (66, 'version', '3', 1);
INSERT INTO tallies VALUES (67, 'waiting', '', 1);
INSERT INTO tallies VALUES (68, 'open', '', 1);
INSERT INTO tallies VALUES (69, 'status', 'New', 1);
INSERT INTO tallies VALUES (70, 'task 3', 'first_response', 1);
INSERT INTO tallies VALUES (71, 'version', '3', 1);
INSERT INTO tallies VALUES (72, 'waiting', '', 1);
INSERT INTO tallies VALUES (73, 'open', '', -1);
INSERT INTO tallies VALUES (74, 'status', 'Closed', 1);
INSERT INTO tallies VALUES (75, 'status', 'New', -1);
INSERT INTO tallies VALUES (76, 'task 3', 'first_response', -1);
INSERT INTO tallies VALUES (77, 'version', '3', -1);
INSERT INTO tallies VALUES (78, 'waiting', '', -1);
INSERT INTO case_search (case_search) VALUES ('rebuild');
