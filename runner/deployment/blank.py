"""What a lifecycle begins as in the studio: one task between a start and an end, which runs."""

from __future__ import annotations

BLANK = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
    xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
    id="lifecycle_definitions" targetNamespace="https://caselane.example/workflows">
  <bpmn:process id="new_lifecycle" name="New lifecycle" isExecutable="true">
    <bpmn:startEvent id="submitted" name="Submitted">
      <bpmn:outgoing>to_work</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:userTask id="work" name="Answer">
      <bpmn:documentation>We have your request and are working on it.</bpmn:documentation>
      <bpmn:extensionElements>
        <spiffworkflow:properties>
          <spiffworkflow:property name="status" value="Open" />
          <spiffworkflow:property name="move" value="Support" />
          <spiffworkflow:property name="audience" value="Support" />
        </spiffworkflow:properties>
      </bpmn:extensionElements>
      <bpmn:incoming>to_work</bpmn:incoming>
      <bpmn:outgoing>done</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="ended" name="Done">
      <bpmn:extensionElements>
        <spiffworkflow:properties>
          <spiffworkflow:property name="status" value="Done" />
        </spiffworkflow:properties>
      </bpmn:extensionElements>
      <bpmn:incoming>done</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="to_work" sourceRef="submitted" targetRef="work" />
    <bpmn:sequenceFlow id="done" name="Done" sourceRef="work" targetRef="ended" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="new_lifecycle">
      <bpmndi:BPMNShape id="submitted_di" bpmnElement="submitted">
        <dc:Bounds x="160" y="102" width="36" height="36" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="work_di" bpmnElement="work">
        <dc:Bounds x="260" y="80" width="140" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="ended_di" bpmnElement="ended">
        <dc:Bounds x="480" y="102" width="36" height="36" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="to_work_di" bpmnElement="to_work">
        <di:waypoint x="196" y="120" />
        <di:waypoint x="260" y="120" />
      </bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="done_di" bpmnElement="done">
        <di:waypoint x="400" y="120" />
        <di:waypoint x="480" y="120" />
      </bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""
